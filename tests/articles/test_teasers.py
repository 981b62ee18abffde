import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.rich_text import RichText

from broadsheet.articles.models import Story
from broadsheet.articles.teasers import STRETCH, extract, first_text, sentence_ends, summarise
from tests import seed, world

OPENING = (
    "Militias in the north fired at least five rockets towards a military base in the town of Harrow on Sunday. "
    "Nobody was hurt, Gov. Ann Lee said. The base, which the U.S. Army shares with two allies, had been on alert since "
    "Friday, when a drone was shot down near its fence."
)


def split(text: str, language: str = "en") -> list[str]:
    return [text[a:b].strip() for a, b in pairwise([0, *sentence_ends(text, language)])]


def test_the_standfirst_stands_whole_however_long():
    standfirst = "A standfirst without a full stop that is longer than the room"
    assert summarise(standfirst, OPENING, room=20) == standfirst


def test_without_a_standfirst_whole_sentences_stand_up_to_the_room():
    assert summarise("", OPENING, room=160).endswith("on Sunday. Nobody was hurt, Gov. Ann Lee said.")
    assert summarise("", OPENING, room=130).endswith("on Sunday.")
    assert summarise("", OPENING, room=900) == OPENING


def test_a_first_sentence_a_little_too_long_stands_whole():
    first = OPENING[: OPENING.index("Nobody") - 1]
    assert summarise("", OPENING, room=75) == first


def test_a_first_sentence_far_too_long_leaves_no_text():
    assert summarise("", OPENING, room=60) == ""


@pytest.mark.parametrize(
    ("room", "first", "last"),
    [
        (60, "Nobody", "Lee said."),
        (200, "Nobody", "near its fence."),
        (900, "Militias", "near its fence."),
        (160, "Militias", "Lee said."),
    ],
)
def test_an_extract_is_the_sentence_with_the_words_and_those_beside_it_as_there_is_room(room, first, last):
    found = extract(OPENING, re.compile("nobody", re.IGNORECASE), room)
    assert found.startswith(first)
    assert found.endswith(last)


def test_an_extract_takes_what_follows_before_what_stands_before():
    assert extract("One is here. Two is there. Six is gone.", re.compile("Two"), 30) == "Two is there. Six is gone."


def test_a_sentence_too_long_for_an_extract_gives_way_to_the_next_with_the_words():
    long = "The ferry " + "and again " * 30 + "sailed. The ferry came. Nobody saw it."
    assert extract(long, re.compile("ferry"), 16) == "The ferry came."


@pytest.mark.parametrize("text", ["", "Nothing of the kind.", "The ferry:", "No sentence with a ferry", "A ferry…"])
def test_there_is_no_extract_without_a_whole_sentence_that_has_the_words(text):
    assert extract(text, re.compile("ferry")) == ""


@given(st.text(alphabet="abc .?!…:“”\n", max_size=80), st.integers(1, 60))
def test_an_extract_never_ends_in_mid_phrase_nor_outgrows_its_room(text, room):
    found = extract(text, re.compile("a"), room)
    assert len(found) <= room * STRETCH
    assert not found or ("a" in found and found in text and found[-1] in ".?!”“")


@pytest.mark.parametrize(
    "text",
    [
        "No full stop at all",
        "The company calls it a",
        "He put it like this:",
        "A list of demands, among them;",
        "The end was open…",
        "The end was open...",
        "The package includes aid for three regions, as well as a […]",
        "1.",
        "",
        "   ",
    ],
)
def test_a_text_without_a_whole_sentence_leaves_no_text(text):
    assert summarise("", text) == ""


def test_a_text_in_mid_phrase_ends_with_its_last_whole_sentence():
    assert summarise("", "It passed. The bill would ban the app in the") == "It passed."


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["The U.S. Senate and the U.K. Parliament voted.", "Dr. Kim said no."]),
        ("en", ["He met Lt. Gov. Smith at 5 a.m. Monday, Jan. 6, at No. 10.", "He left."]),
        ("en", ["Mr. and Mrs. J. R. Smith Jr. of St. Louis came.", "Atty. Gen. Roe stayed."]),
        ("en", ["It cost $3.5 million, or 4.1 per cent.", "See example.com for more."]),
        ("en", ["“It is over,” he said.", "“We won.”", "She left."]),
        ("en", ["“I saw it. It was big,” she said.", "Then it was gone."]),
        ("en", ['He said "Stop!" and went.', '"Really?" he asked.', "Silence."]),
        ("en", ["He paused… and went on.", "“Well...” she said.", "That was all."]),
        ("en", ["The figure is old (see p. 5. It is there) but right.[1]", "It stands."]),
        ("en", ["Who?!", "Nobody!", "He met Kim.", "They talked."]),
        ("fr", ["M. Dupont est venu.", "Mme. Curie et J. Roux aussi.", "« Non ! » dit-il."]),
        ("de", ["Am 3. Oktober kam Dr. Weiß.", "Er sagte: „Ja. Nein.“", "Die Fa. Bosch z. B. ging."]),
        ("es", ["El Sr. Pérez vino a EE. UU. ayer.", "¿Qué?", "¡Sí!"]),
        ("ru", ["Он родился в 1990 г. в Москве.", "Конец."]),
        ("zh-hans", ["他说：“我们赢了。”", "她走了。", "真的吗？", "是的！"]),
        ("ja", ["彼は「勝った。」と言った。", "次の日。"]),
        ("ar", ["هل هذا صحيح؟", "نعم.", "انتهى الأمر."]),
        ("hi", ["यह पहला वाक्य है।", "यह दूसरा है।", "क्या?"]),
        ("pt-br", ["O Sr. Silva veio.", "Ele saiu."]),
        ("tlh", ["An unknown language.", "It falls back."]),
    ],
)
def test_sentences_are_found_in_many_languages(language, sentences):
    joint = "" if language in ("zh-hans", "ja") else " "
    assert split(joint.join(sentences), language) == sentences


@pytest.mark.parametrize("abbreviation", ["U.S.", "p.m.", "J.", "Washington, D.C.", "King Charles III."])
def test_a_full_stop_that_may_be_an_abbreviation_ends_nothing(abbreviation):
    assert split(f"It was {abbreviation} The rest came. Done.") == [f"It was {abbreviation} The rest came.", "Done."]


def test_a_dateline_prefix_stays():
    assert summarise("", "SEOUL (AP) — The council met. It was late.") == "SEOUL (AP) — The council met. It was late."


def test_only_the_first_paragraph_is_used():
    assert summarise("", "By our staff\n\nThe council met.") == ""
    assert summarise("", "The council met.\n\nIt was late.") == "The council met."


WORDS = (
    'the in a Dr. U.S. 5 3.5 p.m. No. J. “so it.” end. end! why? … wait... (no yes.) said: [1] ’ " 。 。」 ؟ । é 🙂 \0'
)
words = st.sampled_from([*WORDS.split(), "\n\n", "\r\n", "\0", "\u00a0"])
texts = st.one_of(st.lists(words).map(" ".join), st.text())


@given(text=texts, standfirst=st.sampled_from(["", " ", "A standfirst"]), room=st.integers(0, 80))
def test_a_summary_is_the_standfirst_or_whole_sentences_from_the_start(text, standfirst, room):
    summary = summarise(standfirst, text, room)
    if standfirst.strip():
        assert summary == standfirst.strip()
        return
    assert text.lstrip().startswith(summary)
    assert len(summary) <= room * STRETCH
    assert not summary.endswith(("…", "..", ":", ","))
    if summary:
        assert len(summary) in sentence_ends(text.strip().split("\n\n")[0].rstrip(), "en")


@given(texts)
def test_sentence_ends_rise_and_lie_within_the_text(text):
    ends = sentence_ends(text, "en")
    assert ends == sorted(set(ends))
    assert all(0 < end <= len(text) and not text[end - 1].isspace() for end in ends)


def test_no_cut_line_of_the_saved_page_is_ever_a_summary():
    lines = seed.page().splitlines()
    cut = [line for line in lines if line.split() and line.split()[-1] in ("in", "a", "to", "the", "event")]
    assert len(cut) == 7
    for line in cut:
        assert summarise("", line) == ""
        assert summarise("", f"{line} region. More followed.", room=len(line)) != line


def test_every_paragraph_of_the_saved_page_has_a_whole_summary():
    for line in seed.page().splitlines():
        if len(line) > 180:
            summary = summarise("", line)
            assert line.startswith(summary)
            assert not summary or summary.endswith((".", ".”"))


@pytest.mark.django_db
def test_the_first_text_of_a_body_is_its_first_paragraph_with_words():
    world.paper("Politics")
    body = [
        ("heading", "Not this"),
        ("paragraph", RichText("<p> </p>")),
        ("paragraph", RichText("<p>The <b>town</b>&nbsp;&amp; its <i>peo</i>ple<br/>met. It was late.</p><p>So.</p>")),
    ]
    assert first_text(world.story(world.section("Politics"), body=body).body) == (
        "The town\u00a0& its people met. It was late."
    )


@pytest.mark.django_db
def test_a_story_keeps_its_summary_when_it_is_saved():
    world.paper("Politics")
    story = world.story(world.section("Politics"), body=[("paragraph", RichText(f"<p>{OPENING} {OPENING}</p>"))])
    assert Story.objects.get(pk=story.pk).summary == OPENING[: OPENING.index(" The base")]
    story.standfirst = "What happened at Harrow"
    story.save()
    assert Story.objects.get(pk=story.pk).summary == "What happened at Harrow"
