"""What a page shows that is no part of its story, by the words that it is labelled with.

`END` holds what stands right after a story: everything from there on is furniture. `WITHIN` holds what a page puts
between the paragraphs: that line alone is furniture. Both compare a whole line, without case, punctuation and numbers.
"""

from __future__ import annotations

import re

_END = """
related articles|related stories|related posts|related news|related coverage|related content|related|more related
you may also like|you might also like|you may also be interested in|recommended|recommended for you|recommended stories
more news|more stories|more from|more on this story|more from this section|latest news|latest stories|top stories
most read|most popular|trending|trending now|popular posts|recent posts|read next|up next|continue reading|don't miss
leave a reply|leave a comment|post a comment|join the conversation|cancel reply|comments|comment|no comments yet
comments are closed|view comments|show comments|replies|reader comments|login to comment|add a comment
newsletter|newsletters|sign up for our newsletter|subscribe to our newsletter|subscribe to our mailing list
subscribe to our newsletter to stay updated|subscribe to our mailing list to get the new updates|subscribe
subscribe now|stay connected|follow us|follow us on|connect with us|stay in touch|get the latest news in your inbox
don't miss any of our update|don't miss any of our updates|about the author|about the authors|about us|contact us
author|tags|topics|filed under|categories|previous article|next article|previous post|next post|post navigation
support our journalism|support independent journalism|become a member|donate|donate now|advertise with us
all rights reserved|privacy policy|terms of use|terms of service|cookie policy|back to top|site map
your email address will not be published required fields are marked
artículos relacionados|noticias relacionadas|relacionados|más noticias|lo más leído|deja una respuesta
deja un comentario|comentarios|suscríbete|boletín|etiquetas|síguenos
articles liés|articles similaires|à lire aussi|lire aussi|à lire également|plus d'actualités|les plus lus
laisser un commentaire|commentaires|laisser une réponse|abonnez-vous|s'abonner|infolettre|suivez-nous|mots-clés
verwandte artikel|ähnliche artikel|ähnliche beiträge|das könnte sie auch interessieren|mehr zum thema|mehr nachrichten
meistgelesen|schreibe einen kommentar|kommentare|kommentar hinterlassen|abonnieren|folgen sie uns|schlagwörter
artigos relacionados|notícias relacionadas|leia também|leia mais|mais notícias|mais lidas|deixe um comentário
deixe uma resposta|comentários|assine|inscreva-se|siga-nos
articoli correlati|leggi anche|altre notizie|i più letti|lascia un commento|commenti|iscriviti|seguici
potrebbe interessarti
gerelateerde artikelen|lees ook|meer nieuws|meest gelezen|laat een reactie achter|reacties|nieuwsbrief|volg ons
похожие статьи|читайте также|по теме|ещё новости|самое читаемое|оставить комментарий|комментарии|подписаться
рассылка|теги
схожі статті|читайте також|залишити коментар|коментарі|підписатися
powiązane artykuły|czytaj także|czytaj też|więcej wiadomości|dodaj komentarz|komentarze|zapisz się|obserwuj nas
ilgili haberler|ilgili yazılar|bunlar da ilginizi çekebilir|yorum yap|yorumlar|bir yanıt yazın|abone ol
مقالات ذات صلة|أخبار ذات صلة|مواضيع ذات صلة|اقرأ أيضا|اقرأ أيضاً|المزيد من الأخبار|اترك تعليقا|اترك ردا|التعليقات
النشرة البريدية
مطالب مرتبط|اخبار مرتبط|نظرات
संबंधित खबरें|संबंधित लेख|यह भी पढ़ें|टिप्पणी करें|टिप्पणियाँ
相关文章|相关新闻|相关阅读|推荐阅读|更多新闻|发表评论|发表回复|评论|订阅|相關文章|相關新聞|延伸閱讀|更多新聞|發表評論|發佈留言|留言
関連記事|あわせて読みたい|おすすめ記事|最新ニュース|コメントを残す|コメント|メールマガジン
관련 기사|관련기사|관련 뉴스|추천 기사|많이 본 뉴스|댓글|댓글 남기기|뉴스레터|구독하기
makala zinazohusiana|habari zaidi|acha jibu|maoni
"""
_WITHIN = """
advertisement|advertisements|ad|sponsored|sponsored content|story continues below|story continues below advertisement
article continues below|article continues after advertisement|skip advertisement|listen to this article|listen
share|share this|share this article|share this story|share on facebook|share on x|share on twitter|tweet|pin it
facebook|twitter|x|whatsapp|telegram|linkedin|reddit|email|e-mail|print|copy link|save|gift article|bookmark
image|photo|video|play|play video|loading|read more|click here|supported by|enlarge this image|toggle caption
skip to content|skip to main content|menu|search|home|close|sign in|log in|open menu|main menu|toggle navigation
primary menu|breaking news|breaking|live|watch live|e-paper|news|my account|cart
publicidad|publicité|anzeige|werbung|publicidade|pubblicità|advertentie|реклама|reklama|reklam|إعلان|विज्ञापन|广告|廣告|広告|광고
compartir|partager|teilen|compartilhar|condividi|delen|поделиться|udostępnij|paylaş|مشاركة|分享|シェア|공유
inicio|accueil|startseite|início|strona główna|главная|ana sayfa|الرئيسية|首页|首頁|ホーム|홈
"""
_PREFIXES = re.compile(
    r"(?:also read|read also|read more|read|see also|related|more|watch|listen|tags|filed under|photo|image|credit"
    r"|lire aussi|à lire aussi|lea también|lee también|lesen sie auch|leia também|leggi anche|lees ook|читайте также"
    r"|اقرأ أيضا|यह भी पढ़ें)\s*[:：|»]\s*\S",
    re.IGNORECASE,
)
_END_PREFIXES = re.compile(
    r"(?:©|\(c\) ?\d{4}|copyright\b|tags\s*[:：]|filed under\s*[:：]|posted in\s*[:：]|categories\s*[:：]|more from\s"
    r"|more in\s|this (?:article|story) (?:was|is) (?:originally|first) published|about the author\b"
    r"|(?:sign up|subscribe) (?:for|to) our\s|\d+ (?:comments?|replies|thoughts? on)\b)",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"\b(?:cookies?|java ?script|(?:your|this) browser|ad[- ]?block\w*|privacy policy|datenschutz\w*|этот сайт)\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[\W\d_]+")


def _key(line: str) -> str:
    return _PLAIN.sub(" ", line.replace("’", "'").casefold()).strip()


def _keys(table: str) -> frozenset[str]:
    return frozenset(_key(label) for line in table.strip().splitlines() for label in line.split("|"))


END = _keys(_END)
WITHIN = _keys(_WITHIN)


def ends_the_story(line: str) -> bool:
    """Whether what follows, this line included, is furniture."""
    key = _key(line)
    return (bool(key) and key in END) or bool(_END_PREFIXES.match(line))


def is_furniture(line: str) -> bool:
    """Whether this line alone is furniture: a label, a share link, a line of nothing but signs."""
    key = _key(line)
    return not key or key in WITHIN or (bool(_PREFIXES.match(line)) and len(line) < 200)


def is_notice(line: str) -> bool:
    """Whether this line speaks of the site and not of the world: consent, scripts, blockers."""
    return bool(_NOTICE.search(line))
