"""Pictures in sizes not made yet are made when first asked for, at a signed address."""

from django.urls import path

from broadsheet.media.views import PictureView

urlpatterns = [
    path(
        "pictures/<str:signature>/<int:image_id>/<str:filter_spec>/<str:filename>",
        PictureView.as_view(action="serve"),
        name="wagtailimages_serve",
    ),
]
