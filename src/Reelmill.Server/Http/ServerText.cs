using Reelmill.Core.Reporting;

namespace Reelmill.Server.Http;

/// <summary>What the API says of failures: without secrets of URLs, and without the folder in which the library lies.</summary>
internal sealed class ServerText(ServerOptions options)
{
    private readonly string _library = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Library));

    /// <summary>Gives a message as clients see it.</summary>
    public string Of(string message) => DisplayText.Sanitize(message)
        .Replace(_library + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)
        .Replace(_library, "the library", StringComparison.Ordinal);

    /// <summary>Gives the source of an item as clients see it: a URL without secrets, the name of a file.</summary>
    public static string SourceOf(string source) => source.StartsWith('/') ? DisplayText.OneLine(Path.GetFileName(source)) : DisplayText.OneLine(DisplayText.RedactUrl(source));
}
