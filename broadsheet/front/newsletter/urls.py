"""Addresses below /newsletter/."""

from django.urls import path

from broadsheet.front.newsletter import counting, letters, links, signing_up, webhooks

urlpatterns = [
    path("", signing_up.form, name="newsletter"),
    path("confirm/<str:token>/", links.confirm, name="newsletter-confirm"),
    path("preferences/<str:token>/", links.preferences, name="newsletter-preferences"),
    path("unsubscribe/<str:token>/", links.unsubscribe, name="newsletter-unsubscribe"),
    path("returned/<slug:provider>/", webhooks.take, name="newsletter-returned"),
    path("opened/<int:letter_id>/", counting.opened, name="newsletter-opened"),
    path("to/<int:letter_id>/<int:place>/", counting.follow, name="newsletter-follow"),
    path("<slug:slug>/", letters.of_list, name="newsletter-list"),
    path("<slug:slug>/<int:number>/", letters.one, name="newsletter-letter"),
]
