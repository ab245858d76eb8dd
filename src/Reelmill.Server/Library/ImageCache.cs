namespace Reelmill.Server.Library;

/// <summary>Pictures that were made on demand, in memory within a bound; those that nobody asked for the longest go first.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="mostBytes">How many bytes are kept at most.</param>
internal sealed class ImageCache(long mostBytes)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(string Key, byte[] Picture)> _order = [];
    private readonly Dictionary<string, LinkedListNode<(string Key, byte[] Picture)>> _places = new(StringComparer.Ordinal);

    /// <summary>How many bytes are kept.</summary>
    public long Bytes { get; private set; }

    /// <summary>Gives a picture; null when it is not there (any more).</summary>
    public byte[]? Find(string key)
    {
        lock (_gate)
        {
            if (!_places.TryGetValue(key, out var place))
            {
                return null;
            }

            _order.Remove(place);
            _order.AddFirst(place);
            return place.Value.Picture;
        }
    }

    /// <summary>Takes a picture in, unless it is larger than all that may be kept.</summary>
    public void Add(string key, byte[] picture)
    {
        lock (_gate)
        {
            if (picture.Length > mostBytes || _places.ContainsKey(key))
            {
                return;
            }

            _places[key] = _order.AddFirst((key, picture));
            Bytes += picture.Length;
            while (Bytes > mostBytes)
            {
                var (oldest, bytes) = _order.Last!.Value;
                _order.RemoveLast();
                _places.Remove(oldest);
                Bytes -= bytes.Length;
            }
        }
    }
}
