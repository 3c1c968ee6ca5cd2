/* SPDX-License-Identifier: Apache-2.0 */
#include "peer_jansson.h"

#ifdef HAVE_JANSSON
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

typedef struct line {
    char *request;
    size_t size;
    json_t *reply;
} line;

struct peer_jansson {
    line *lines;
    size_t count, capacity;
    char *out;
    size_t room;
};

peer_jansson *peer_jansson_new(void)
{
    return calloc(1, sizeof(peer_jansson));
}

void peer_jansson_free(peer_jansson *peer)
{
    if (!peer)
        return;
    for (size_t i = 0; i < peer->count; i++) {
        free(peer->lines[i].request);
        json_decref(peer->lines[i].reply);
    }
    free(peer->lines);
    free(peer->out);
    free(peer);
}

/* Room for one more line and for what is printed of it. */
static bool reserve(peer_jansson *peer, size_t reply_size)
{
    if (peer->count == peer->capacity) {
        size_t capacity = peer->capacity ? peer->capacity * 2 : 64;
        line *grown = realloc(peer->lines, capacity * sizeof *grown);

        if (!grown)
            return false;
        peer->lines = grown;
        peer->capacity = capacity;
    }
    if (peer->room < reply_size + 1) {
        char *grown = realloc(peer->out, reply_size + 1);

        if (!grown)
            return false;
        peer->out = grown;
        peer->room = reply_size + 1;
    }
    return true;
}

bool peer_jansson_add(peer_jansson *peer, const char *request, size_t request_size, const char *reply, size_t reply_size)
{
    line *made;

    if (!reserve(peer, reply_size))
        return false;
    made = &peer->lines[peer->count];
    *made = (line){malloc(request_size), request_size, json_loadb(reply, reply_size, 0, NULL)};
    peer->count++;
    if (!made->request || !made->reply)
        return false;
    memcpy(made->request, request, request_size);
    return json_dumpb(made->reply, peer->out, peer->room, JSON_COMPACT) == reply_size &&
           memcmp(peer->out, reply, reply_size) == 0;
}

size_t peer_jansson_run(peer_jansson *peer)
{
    size_t bytes = 0;

    for (size_t i = 0; i < peer->count; i++) {
        json_t *request = json_loadb(peer->lines[i].request, peer->lines[i].size, 0, NULL);

        if (!request)
            return 0;
        bytes += json_dumpb(peer->lines[i].reply, peer->out, peer->room, JSON_COMPACT);
        json_decref(request);
    }
    return bytes;
}
#else
peer_jansson *peer_jansson_new(void)
{
    return NULL;
}
void peer_jansson_free(peer_jansson *peer)
{
    (void)peer;
}
bool peer_jansson_add(peer_jansson *peer, const char *request, size_t request_size, const char *reply, size_t reply_size)
{
    (void)peer;
    (void)request;
    (void)request_size;
    (void)reply;
    (void)reply_size;
    return false;
}
size_t peer_jansson_run(peer_jansson *peer)
{
    (void)peer;
    return 0;
}
#endif
