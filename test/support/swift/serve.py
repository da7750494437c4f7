"""Serves OpenStack Swift from the folder that it is started in, which has swift.conf, until its standard input ends.

Prints the port of S3. The four servers share a process: each of four would load Swift, which is what takes time.
"""

import os
import sys

import eventlet
import eventlet.wsgi
from eventlet.hubs import trampoline
from swift.common import utils

# Before any import that reads /etc/swift/swift.conf.
utils.set_swift_dir(os.getcwd())
utils.eventlet_monkey_patch()

from paste.deploy import loadapp
from swift.common import wsgi
from swift.common.ring import RingBuilder

LOOPBACK = '127.0.0.1'
DEVICE = 'disk'


def main():
    config = os.path.abspath('swift.conf')
    os.makedirs(os.path.join('devices', DEVICE))
    # A file that is not to outlive the tests needs no room kept for it.
    utils.disable_fallocate()
    for kind in ('account', 'container', 'object'):
        server = listen()
        save_ring(kind, server)
        serve(server, loadapp('config:' + config, name=kind + '-server'))
    proxy = listen()
    serve(proxy, remembering(wsgi.loadapp(config)))
    print(port_of(proxy), flush=True)
    trampoline(sys.stdin, read=True)


def listen():
    return eventlet.listen((LOOPBACK, 0), backlog=128)


def port_of(server):
    return server.getsockname()[1]


def save_ring(kind, server):
    """Says that all of a kind lies with one server."""
    builder = RingBuilder(part_power=1, replicas=1, min_part_hours=0)
    place = {'id': 0, 'region': 1, 'zone': 1, 'ip': LOOPBACK, 'port': port_of(server)}
    builder.add_dev({**place, 'device': DEVICE, 'weight': 1})
    builder.rebalance()
    builder.get_ring().save(kind + '.ring.gz')


def serve(server, app):
    """As swift.common.wsgi.run_server does, which would have the process to itself."""
    eventlet.spawn(
        eventlet.wsgi.server,
        server,
        app,
        utils.NullLogger(),
        protocol=wsgi.SwiftHttpProtocol,
        capitalize_response_headers=False,
    )


def remembering(app):
    """With the cache that Swift wants for tokens and buckets, in place of a memcached."""
    cache = Cache()

    def remembered(environ, start_response):
        environ['swift.cache'] = cache
        return app(environ, start_response)

    return remembered


class Cache:
    def __init__(self):
        self.values = {}

    def get(self, key, **_):
        return self.values.get(key)

    def set(self, key, value, **_):
        self.values[key] = value

    def delete(self, key, **_):
        self.values.pop(key, None)


main()
