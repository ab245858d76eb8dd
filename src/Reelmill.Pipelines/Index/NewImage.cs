using System.Text.RegularExpressions;
using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Items.Tar;

namespace Reelmill.Pipelines.Index;

/// <summary>One image for a collection: a file, a URL, bytes or a stream, with what the caller knows of it.</summary>
/// <remarks>A record; one of a stream is for one call, which reads the stream to its end and does not close it.</remarks>
public sealed partial record NewImage
{
    private const int MostIdBytes = 512;
    private const int MostShown = 80;

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
        Check();
        if (Id is { } id)
        {
            metadata = metadata.Append(new(FrameIdentity.IdKey, id)).ToDictionary(StringComparer.Ordinal);
        }

        return _source switch
        {
            null when _stream is null => MediaInput.FromBytes(_bytes, metadata),
            null => await ReadAsync(_stream!, metadata, cancellationToken).ConfigureAwait(false),
            _ when _source.Contains("://", StringComparison.Ordinal) => InputList.Expand([_source]).First() with { Metadata = metadata },
            _ => new MediaInput(Path.GetFullPath(_source), InputKind.File, metadata) { Problem = Archive(_source) },
        };
    }

    /// <exception cref="ArgumentException">The id cannot be one, or a name of the metadata is reserved.</exception>
    internal void Check()
    {
        if (MediaInput.FindReserved(Metadata) is { } reserved)
        {
            throw new ArgumentException($"The metadata of an image has the name '{reserved}', which Reelmill keeps for itself. Use another, and Id for an id.");
        }

        if (Id is { } id && Fault(id) is { } fault)
        {
            throw new ArgumentException($"The id '{(id.Length <= MostShown ? id : id[..MostShown] + "...")}' cannot be that of an image: {fault}.");
        }
    }

    private static string? Fault(string id) =>
        id.Length == 0 || id.Contains('\0', StringComparison.Ordinal) || System.Text.Encoding.UTF8.GetByteCount(id) > MostIdBytes ? $"an id has 1 to {MostIdBytes} bytes and no NUL"
        : OwnForm().IsMatch(id) ? "it has the form of ids that Reelmill makes of contents and frames; give another, or none"
        : null;

    private static ItemException? Archive(string source) => TarArchive.IsArchive(source)
        ? new ItemException("not_media", $"Inserting {MediaInput.Redact(source)}: it is an archive, and one image is taken. Index it with IndexAsync.")
        : null;

    private static async Task<MediaInput> ReadAsync(Stream stream, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        var bytes = new MemoryStream();
        try
        {
            await stream.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
            return MediaInput.FromBytes(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), metadata);
        }
        catch (IOException e)
        {
            return MediaInput.FromBytes(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), metadata) with
            {
                Problem = new ItemException(FetchCodes.Unreadable, $"Reading the stream of an image: {e.Message} Insert it again.", innerException: e),
            };
        }
    }

    [GeneratedRegex("^[0-9a-f]{20}(/[0-9]+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OwnForm();
}
