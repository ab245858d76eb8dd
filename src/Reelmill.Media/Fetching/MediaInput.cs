using Reelmill.Core;

namespace Reelmill.Media.Fetching;

/// <summary>An input: a media file or a URL that a user named directly, in a folder or in a list.</summary>
/// <param name="Source">
/// The canonical name: the absolute path of a file, or the normalized URL without its fragment. An input with a
/// <see cref="Problem"/> that has no canonical name carries a redacted form of the given text.
/// </param>
/// <param name="Kind">Where the input's bytes are.</param>
/// <param name="Metadata">The other columns of the list that named the input, by column name; empty without a list.</param>
/// <remarks>
/// <para>Immutable and thread safe. Equality compares <see cref="Metadata"/> by reference.</para>
/// <para><see cref="Source"/> may hold secrets in a query string: log <see cref="Display"/> instead.</para>
/// </remarks>
public sealed record MediaInput(string Source, InputKind Kind, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The prefix of metadata names that describe an input internally. Metadata from outside must not use the prefix.</summary>
    internal const string Reserved = "reelmill.";

    /// <summary>The prefix of <see cref="Source"/> for inputs of kind <see cref="InputKind.Bytes"/>.</summary>
    private const string BytesScheme = "bytes:";

    /// <summary>Empty metadata.</summary>
    public static IReadOnlyDictionary<string, string> NoMetadata { get; } = new Dictionary<string, string>(0, StringComparer.Ordinal);

    /// <summary>Why the input cannot be used, if that is known before any work. The item fails with this exception.</summary>
    /// <value>Null by default: no problem is known.</value>
    public ItemException? Problem { get; init; }

    /// <summary>The bytes of an input of kind <see cref="InputKind.Bytes"/>.</summary>
    /// <value>Null by default, and when the input was restored from the catalog: the program must pass the bytes again.</value>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>A name derived from <see cref="Source"/> alone: 32 hexadecimal digits, usable as a file name.</summary>
    public string Id => SourceId.Compute(Source);

    /// <summary>
    /// The text for logs, reports and errors: <see cref="Source"/> without credentials and query values, with control
    /// characters escaped.
    /// </summary>
    public string Display => Redact(Source);

    /// <summary>Creates an input from bytes in memory.</summary>
    /// <param name="content">The bytes. They must not change while the input is in use.</param>
    /// <param name="metadata">The metadata of the input, by name.</param>
    public static MediaInput FromBytes(ReadOnlyMemory<byte> content, IReadOnlyDictionary<string, string> metadata) =>
        new(BytesScheme + ContentId.Compute(content.Span), InputKind.Bytes, metadata) { Content = content };

    /// <summary>Determines where the bytes of a source are.</summary>
    /// <param name="source">The canonical name of an input.</param>
    public static InputKind GetKind(string source) =>
        source.StartsWith(BytesScheme, StringComparison.Ordinal) ? InputKind.Bytes
        : source.StartsWith("http", StringComparison.Ordinal) ? InputKind.Url
        : InputKind.File;

    /// <summary>Finds a metadata name that begins with <see cref="Reserved"/>; null when there is none.</summary>
    internal static string? FindReserved(IReadOnlyDictionary<string, string> metadata) => metadata.Keys.FirstOrDefault(static k => k.StartsWith(Reserved, StringComparison.Ordinal));

    /// <summary>Redacts a source for display; see <see cref="Display"/>.</summary>
    /// <param name="source">The canonical name of an input.</param>
    /// <returns>The source without secrets.</returns>
    public static string Redact(string source) => Redaction.Redact(source);

    /// <summary>Returns <see cref="Display"/>, so that logging an input leaks no secret.</summary>
    /// <returns>The same text as <see cref="Display"/>.</returns>
    public override string ToString() => Display;
}
