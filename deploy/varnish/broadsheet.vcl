# Varnish in front of Broadsheet that never sends a stale page. Start varnishd with
#   -p feature=+esi_include_onerror -p feature=+esi_disable_xml_check
#
# Broadsheet says for how long a page is exact: not at all without asking. So Varnish asks each time, with the entity tag
# of what it holds (ttl 0, keep), and Broadsheet answers 304 from memory. What Varnish saves is the body between the two,
# and it puts fragments in place.
vcl 4.1;

import std;

backend broadsheet {
    .host = "127.0.0.1";
    .port = "8000";
    .probe = {
        .url = "/healthz";
        .interval = 2s;
        .timeout = 2s;
        .window = 3;
        .threshold = 2;
        .initial = 2;
    }
}

sub vcl_recv {
    set req.http.Surrogate-Capability = "varnish=ESI/1.0";
    # Without this, readers of one page would wait for each other's question.
    set req.hash_ignore_busy = true;
    # What is old is sent only while nobody answers who could say that it is.
    if (std.healthy(req.backend_hint)) {
        set req.grace = 0s;
    }
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    if (req.url ~ "^/(desk|documents|search|_util|healthz|metrics)(/|\?|$)") {
        return (pass);
    }
    # No public page differs by cookies or a password; the paper never sees them.
    unset req.http.Cookie;
    unset req.http.Authorization;
    return (hash);
}

sub vcl_backend_response {
    if (beresp.http.Surrogate-Control ~ "ESI/1.0") {
        set beresp.do_esi = true;
    }
    if (beresp.http.Broadsheet-Generation) {
        set beresp.ttl = 0s;
        set beresp.grace = 1h;
        set beresp.keep = 24h;
        return (deliver);
    }
    # Static files and pictures have names that change with them; all else is for one reader.
    if (bereq.url ~ "^/(static|media|pictures)/" && beresp.ttl > 0s) {
        return (deliver);
    }
    set beresp.uncacheable = true;
    return (deliver);
}

sub vcl_deliver {
    # Varnish puts even an error's page in the place of a fragment.
    if (req.esi_level > 0 && resp.status != 200) {
        return (synth(resp.status, "A fragment failed"));
    }
    # The tag is that of the page without its fragments: whoever asked with it would be told that nothing changed when a
    # fragment did.
    if (resp.http.Surrogate-Control ~ "ESI/1.0") {
        unset resp.http.ETag;
        unset resp.http.Last-Modified;
    }
    unset resp.http.Surrogate-Control;
    unset resp.http.Surrogate-Key;
}

sub vcl_synth {
    if (req.esi_level > 0) {
        synthetic("");
        return (deliver);
    }
}
