"""Addresses of replies."""

from django.urls import path

from broadsheet.front.replies import acts, links, mine, posting, threads

urlpatterns = [
    path("_f/replies/<int:story_id>/", threads.thread, name="replies"),
    path("_f/reply-count/<int:story_id>/", threads.count, name="reply-count"),
    path("_f/reply-stamp/", threads.stamp, name="reply-stamp"),
    path("_f/reply-proof/", threads.proof, name="reply-proof"),
    path("replies/<int:story_id>/", posting.replies, name="replies-page"),
    path("replies/<int:story_id>/oldest/", threads.in_order, {"order": "oldest"}, name="replies-oldest"),
    path("replies/<int:story_id>/newest/", threads.in_order, {"order": "newest"}, name="replies-newest"),
    path("replies/<int:story_id>/top/", threads.in_order, {"order": "top"}, name="replies-top"),
    path("replies/<int:story_id>/<int:reply_id>/", threads.permalink, name="reply"),
    path("replies/<int:story_id>/<int:reply_id>/answer/", threads.answer, name="reply-answer"),
    path("replies/<int:story_id>/<int:reply_id>/like/", acts.like, name="reply-like"),
    path("replies/<int:story_id>/<int:reply_id>/report/", acts.report, name="reply-report"),
    path("replies/privacy/", threads.privacy, name="replies-privacy"),
    path("replies/confirm/<str:token>/", links.confirm, name="reply-confirm"),
    path("replies/stop/<str:token>/", links.stop, name="reply-stop"),
    path("replies/mine/", mine.listed, name="replies-mine"),
    path("replies/mine/<int:reply_id>/", mine.one, name="replies-own"),
]
