namespace Reelmill.Media.Fetching.Lists;

/// <summary>An input of a list file, or the fault of a line.</summary>
/// <param name="Line">The line number of the entry's start, from 1.</param>
/// <param name="Text">The path or URL; empty for a fault.</param>
/// <param name="Metadata">The values of the other columns.</param>
internal sealed record ListEntry(int Line, string Text, IReadOnlyDictionary<string, string> Metadata)
{
    public bool MustBeUrl { get; init; }

    public string Code { get; init; } = FetchCodes.BadInput;

    public string? Fault { get; init; }

    public static ListEntry Bad(int line, string fault) => new(line, "", MediaInput.NoMetadata) { Fault = fault };

    /// <summary>Creates the entry of a row of named values: <c>url</c> or <c>path</c> names the input, the other values are metadata.</summary>
    public static ListEntry FromRow(int line, IEnumerable<KeyValuePair<string, string>> row)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        string url = "", path = "";
        foreach (var (key, value) in row)
        {
            if (IsUrl(key))
            {
                url = value.Trim();
            }
            else if (IsPath(key))
            {
                path = value.Trim();
            }
            else
            {
                metadata[key] = value;
            }
        }

        return (url, path) is ("", "")
            ? Bad(line, "neither 'url' nor 'path' has a value. Fill in one of them.")
            : new ListEntry(line, url.Length > 0 ? url : path, metadata) { MustBeUrl = url.Length > 0 };
    }

    public static bool NamesInput(string column) => IsUrl(column) || IsPath(column);

    private static bool IsUrl(string column) => column.Equals("url", StringComparison.OrdinalIgnoreCase);

    private static bool IsPath(string column) => column.Equals("path", StringComparison.OrdinalIgnoreCase);
}
