using System.Buffers;
using Reelmill.Core;

namespace Reelmill.Media.Fetching.Lists;

/// <summary>The text that names an input, and where it was written.</summary>
/// <param name="Text">The text.</param>
/// <param name="Folder">The absolute folder that a relative path starts from.</param>
/// <param name="Metadata">The metadata written beside the text.</param>
/// <param name="Origin">The list and line, for messages; null on the command line.</param>
/// <param name="MustBeUrl">Whether only a URL is allowed there.</param>
internal sealed record InputName(
    string Text,
    string Folder,
    IReadOnlyDictionary<string, string> Metadata,
    string? Origin = null,
    bool MustBeUrl = false)
{
    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");

    /// <summary>Whether the text has the form of a URL with any scheme.</summary>
    public bool LooksLikeUrl => MustBeUrl || Text.Contains("://", StringComparison.Ordinal) || (HasScheme && !Path.Exists(FullPath));

    public string FullPath => Path.GetFullPath(Text, Folder);

    // concat:, pipe: and data: have no slashes. A file may have a name of this form, and takes precedence.
    private bool HasScheme
    {
        get
        {
            var colon = Text.IndexOf(':', StringComparison.Ordinal);
            return colon > 1 && !Text.AsSpan(0, colon).ContainsAnyExcept(SchemeCharacters);
        }
    }

    /// <summary>Creates the input that fails with this problem in place of the name.</summary>
    public MediaInput Fail(string source, InputKind kind, string code, string fault, Exception? cause = null) =>
        new(source, kind, Metadata)
        {
            Problem = new ItemException(code, $"Reading the input '{Redaction.Redact(source)}'{Where}: {fault}", innerException: cause),
        };

    private string Where => Origin is null ? "" : $" ({Origin})";
}
