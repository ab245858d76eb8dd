namespace Reelmill.Server.Library;

/// <summary>A least-recently-used cache of images in memory, bounded by their total size.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="maxBytes">The maximum total size in bytes.</param>
internal sealed class ImageCache(long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(string Key, byte[] Image)> _order = [];
    private readonly Dictionary<string, LinkedListNode<(string Key, byte[] Image)>> _nodes = new(StringComparer.Ordinal);

    /// <summary>The total size of the cached images in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Finds an image; null when it is not in the cache.</summary>
    public byte[]? Find(string key)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue(key, out var node))
            {
                return null;
            }

            _order.Remove(node);
            _order.AddFirst(node);
            return node.Value.Image;
        }
    }

    /// <summary>Adds an image, unless it is larger than the whole cache may be.</summary>
    public void Add(string key, byte[] image)
    {
        lock (_gate)
        {
            if (image.Length > maxBytes || _nodes.ContainsKey(key))
            {
                return;
            }

            _nodes[key] = _order.AddFirst((key, image));
            Bytes += image.Length;
            while (Bytes > maxBytes)
            {
                var (oldest, bytes) = _order.Last!.Value;
                _order.RemoveLast();
                _nodes.Remove(oldest);
                Bytes -= bytes.Length;
            }
        }
    }
}
