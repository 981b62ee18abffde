"""Addresses of the pages that are not in the page tree, and of the fragments below `/_f/`."""

from django.urls import include, path

from broadsheet.front import archive, fragments, icons, search, views

urlpatterns = [
    path("authors/<str:slug>/", views.author, name="author"),
    path("topics/<str:slug>/", views.topic, name="topic"),
    path("corrections/", views.corrections, name="corrections"),
    path("search/", search.search, name="search"),
    path("archive/", archive.archive, name="archive"),
    path("archive/<int:year>/<int:month>/", archive.archive_month, name="archive-month"),
    path("favicon.ico", icons.favicon, name="favicon"),
    path("manifest.webmanifest", icons.manifest, name="manifest"),
    path("_f/related/<int:story_id>/", fragments.related, name="related"),
    path("_f/more-news/", fragments.more_news, name="more-news"),
    path("_f/most-read/", fragments.most_read, name="most-read"),
    path("_f/most-read/<int:section_id>/", fragments.most_read, name="most-read"),
    path("", include("broadsheet.front.replies.urls")),
    path("newsletter/", include("broadsheet.front.newsletter.urls")),
]
