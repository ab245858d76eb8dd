using Reelmill.Core;

namespace Reelmill.Media.Fetching;

/// <summary>One input: a media file or a URL that somebody named, alone, in a folder or in a list.</summary>
/// <param name="Source">
/// The canonical name: the absolute full path of a file, or the normalised text of a URL without its fragment.
/// An input with a <see cref="Problem"/> that could not be made canonical carries a redacted form of what was named.
/// </param>
/// <param name="Kind">Where its bytes are.</param>
/// <param name="Metadata">The other columns of the list that named the input, by column name; empty otherwise.</param>
/// <remarks>
/// <para>Immutable, and safe to share between threads. Equality compares <see cref="Metadata"/> by reference.</para>
/// <para><see cref="Source"/> may hold secrets in a query string: log <see cref="Display"/> instead.</para>
/// </remarks>
public sealed record MediaInput(string Source, InputKind Kind, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>How the names of metadata begin that say what an input is. Nobody gives them from outside.</summary>
    internal const string Reserved = "reelmill.";

    /// <summary>What the sources of inputs that are <see cref="InputKind.Bytes"/> begin with.</summary>
    private const string BytesScheme = "bytes:";

    /// <summary>The metadata of an input that has none.</summary>
    public static IReadOnlyDictionary<string, string> NoMetadata { get; } = new Dictionary<string, string>(0, StringComparer.Ordinal);

    /// <summary>Why the input cannot be used, when that is known before any work: the item fails with it.</summary>
    /// <value>Null by default: nothing is known to be wrong.</value>
    public ItemException? Problem { get; init; }

    /// <summary>The bytes of an input that is <see cref="InputKind.Bytes"/>.</summary>
    /// <value>Null by default, and once only the catalog knows of the input: then the program has to give it again.</value>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>A name that depends on <see cref="Source"/> alone: 32 hexadecimal digits, fit for a file name.</summary>
    public string Id => SourceId.Of(Source);

    /// <summary>
    /// What logs, reports and errors show: <see cref="Source"/> without credentials and without the values of its
    /// query string, with control characters escaped.
    /// </summary>
    public string Display => Shown(Source);

    /// <summary>An input whose bytes a program holds.</summary>
    /// <param name="content">The bytes; not to be changed while the input is in use.</param>
    /// <param name="metadata">What is known of it, by name.</param>
    public static MediaInput OfBytes(ReadOnlyMemory<byte> content, IReadOnlyDictionary<string, string> metadata) =>
        new(BytesScheme + ContentId.Of(content.Span), InputKind.Bytes, metadata) { Content = content };

    /// <summary>Where the bytes of a source are.</summary>
    /// <param name="source">The canonical name of an input.</param>
    public static InputKind KindOf(string source) =>
        source.StartsWith(BytesScheme, StringComparison.Ordinal) ? InputKind.Bytes
        : source.StartsWith("http", StringComparison.Ordinal) ? InputKind.Url
        : InputKind.File;

    /// <summary>A name of metadata from outside that is <see cref="Reserved"/>; null when there is none.</summary>
    internal static string? ReservedIn(IReadOnlyDictionary<string, string> metadata) => metadata.Keys.FirstOrDefault(static k => k.StartsWith(Reserved, StringComparison.Ordinal));

    /// <summary>What to show in place of a source; see <see cref="Display"/>.</summary>
    /// <param name="source">The canonical name of an input.</param>
    /// <returns>The name without secrets.</returns>
    public static string Shown(string source) => Redaction.Of(source);

    /// <summary>Gives <see cref="Display"/>, so that an input that is logged by accident leaks nothing.</summary>
    /// <returns>The same text as <see cref="Display"/>.</returns>
    public override string ToString() => Display;
}
