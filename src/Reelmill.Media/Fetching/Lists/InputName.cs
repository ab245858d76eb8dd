using System.Buffers;
using Reelmill.Core;

namespace Reelmill.Media.Fetching.Lists;

/// <summary>An input as somebody wrote it down, and where.</summary>
/// <param name="Text">What was written.</param>
/// <param name="Folder">The absolute folder to which a relative path belongs.</param>
/// <param name="Metadata">What was written beside it.</param>
/// <param name="Origin">The list and line, for messages; null on the command line.</param>
/// <param name="MustBeUrl">Whether the place where it stands is only for URLs.</param>
internal sealed record InputName(
    string Text,
    string Folder,
    IReadOnlyDictionary<string, string> Metadata,
    string? Origin = null,
    bool MustBeUrl = false)
{
    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");

    /// <summary>Whether the text has the form of a URL, whatever its scheme.</summary>
    public bool LooksLikeUrl => MustBeUrl || Text.Contains("://", StringComparison.Ordinal) || (HasScheme && !Path.Exists(FullPath));

    public string FullPath => Path.GetFullPath(Text, Folder);

    // concat:, pipe: and data: have no slashes; a file may have such a name too, and then it is a file.
    private bool HasScheme
    {
        get
        {
            var colon = Text.IndexOf(':', StringComparison.Ordinal);
            return colon > 1 && !Text.AsSpan(0, colon).ContainsAnyExcept(SchemeCharacters);
        }
    }

    /// <summary>The input that fails with this problem in this name's place.</summary>
    public MediaInput Fail(string source, InputKind kind, string code, string fault, Exception? cause = null) =>
        new(source, kind, Metadata)
        {
            Problem = new ItemException(code, $"Reading the input '{Redaction.Of(source)}'{Where}: {fault}", innerException: cause),
        };

    private string Where => Origin is null ? "" : $" ({Origin})";
}
