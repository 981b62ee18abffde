"""Wiring only: which room answers which address."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as desk_urls
from wagtail.documents import urls as document_urls

from broadsheet.articles.desk.menu import accent
from broadsheet.comments.desk.linked import linked

handler400 = "broadsheet.front.errors.bad_request"
handler403 = "broadsheet.front.errors.permission_denied"
handler500 = "broadsheet.front.errors.server_error"

urlpatterns = [
    path("desk/", include("broadsheet.accounts.urls")),
    path("desk/accent.css", accent, name="desk_accent"),  # before the desk's own, which ask for a sign-in
    path("desk/replies/link/<str:token>/", linked, name="desk_reply_link"),  # opened from mails, by nobody signed in
    path("desk/", include(desk_urls)),
    path("documents/", include(document_urls)),
    path("", include("broadsheet.media.urls")),
    path("", include("broadsheet.discovery.urls")),
    path("", include("broadsheet.front.urls")),
    path("", include("broadsheet.articles.urls")),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    path("", include(wagtail_urls)),
]
