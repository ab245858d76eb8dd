using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Index;

/// <summary>One image for a collection: a file, a URL, bytes or a stream, with what the caller knows of it.</summary>
/// <remarks>A record; one of a stream is for one call, which reads the stream to its end and does not close it.</remarks>
public sealed record NewImage
{
    private const int MostIdBytes = 512;

    private readonly string? _source;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Stream? _stream;

    /// <summary>A file or a URL.</summary>
    /// <param name="source">A path or an http(s) URL of one image.</param>
    public NewImage(string source)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        _source = source;
    }

    /// <summary>Bytes of an image file.</summary>
    /// <param name="bytes">The bytes; not to be changed before the call that takes the image has ended.</param>
    public NewImage(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>A stream of the bytes of an image file.</summary>
    /// <param name="stream">The stream, which is read into memory when its turn comes.</param>
    public NewImage(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
    }

    /// <summary>The id of its vector.</summary>
    /// <value>1 to 512 bytes of UTF-8; null by default: the id is the image's content, so that images with the same bytes have one record.</value>
    public string? Id { get; init; }

    /// <summary>What is known of it, which searches filter by and give back. It replaces what was known before.</summary>
    /// <value>Empty by default: what was known before stays.</value>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = MediaInput.NoMetadata;

    /// <summary>An image of a file or a URL.</summary>
    /// <param name="source">A path or an http(s) URL of one image.</param>
    public static implicit operator NewImage(string source) => new(source);

    internal async ValueTask<MediaInput> ToInputAsync(CancellationToken cancellationToken)
    {
        var metadata = Metadata;
        if (Id is { } id)
        {
            Check(id);
            metadata = metadata.Append(new(FrameIdentity.IdKey, id)).ToDictionary(StringComparer.Ordinal);
        }

        return _source switch
        {
            null when _stream is null => MediaInput.OfBytes(_bytes, metadata),
            null => MediaInput.OfBytes(await ReadAsync(_stream!, cancellationToken).ConfigureAwait(false), metadata),
            _ when _source.Contains("://", StringComparison.Ordinal) => InputList.Expand([_source]).First() with { Metadata = metadata },
            _ => new MediaInput(Path.GetFullPath(_source), InputKind.File, metadata),
        };
    }

    private static void Check(string id)
    {
        if (id.Length == 0 || id.Contains('\0', StringComparison.Ordinal) || System.Text.Encoding.UTF8.GetByteCount(id) > MostIdBytes)
        {
            throw new ArgumentException($"The id of an image has 1 to {MostIdBytes} bytes and no NUL; this one has {id.Length} characters.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
