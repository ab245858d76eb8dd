using Reelmill.Core.Reporting;

namespace Reelmill.Server.Http;

/// <summary>Redacts messages and sources for clients: hides secrets in URLs and the path of the library's folder.</summary>
internal sealed class MessageRedactor(ServerOptions options)
{
    private readonly string _library = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Library));

    /// <summary>Redacts a message.</summary>
    public string Redact(string message) => DisplayText.Sanitize(message)
        .Replace(_library + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
        .Replace(_library, "the library", StringComparison.Ordinal);

    /// <summary>Redacts the source of an item: a URL without its secrets, or a file's name without its folder.</summary>
    public static string RedactSource(string source) => source.StartsWith('/') ? DisplayText.OneLine(Path.GetFileName(source)) : DisplayText.OneLine(DisplayText.RedactUrl(source));
}
