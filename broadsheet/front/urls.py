"""Addresses of the pages that are not in the page tree, and of the fragments below `/_f/`."""

from django.urls import path

from broadsheet.front import views

urlpatterns = [
    path("authors/<str:slug>/", views.author, name="author"),
    path("topics/<str:slug>/", views.topic, name="topic"),
    path("corrections/", views.corrections, name="corrections"),
    path("_f/related/<int:story_id>/", views.related, name="related"),
    path("_f/more-news/", views.more_news, name="more-news"),
]
