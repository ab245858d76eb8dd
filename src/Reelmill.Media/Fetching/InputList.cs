using Reelmill.Media.Fetching.Lists;

namespace Reelmill.Media.Fetching;

/// <summary>Expands the names that a user gives (files, folders, URLs and lists of them) to inputs.</summary>
public static class InputList
{
    /// <summary>The maximum nesting depth of list files: 4, counting a list that is named directly as the first.</summary>
    public const int MaxDepth = 4;

    /// <summary>Expands names to inputs in their order. Each source is returned once.</summary>
    /// <param name="names">
    /// <list type="bullet">
    /// <item>a media file with any extension;</item>
    /// <item>a folder, searched recursively for files with the extensions, in ordinal order; hidden entries are skipped, and a
    /// folder that links lead to again is entered once;</item>
    /// <item>an http or https URL;</item>
    /// <item>a list: <c>.txt</c> with one input per line, where blank lines and <c>#</c> comments are skipped; <c>.csv</c> (RFC
    /// 4180) with a header row, or <c>.jsonl</c> with one object per line, where <c>url</c> or <c>path</c> names the input and
    /// all other columns become <see cref="MediaInput.Metadata"/>. Paths in a list are relative to the list.</item>
    /// </list>
    /// </param>
    /// <param name="baseFolder">The base of relative names; the current directory by default.</param>
    /// <param name="extensions">The extensions to take from folders; <see cref="MediaExtensions.Video"/> by default.</param>
    /// <returns>
    /// A lazy sequence: each enumeration reads folders and lists. Bad names do not throw: a missing or malformed name becomes an
    /// input with a <see cref="MediaInput.Problem"/>, whose code is <c>not_found</c>, <c>unreadable</c> or
    /// <c>bad_input</c>.
    /// </returns>
    /// <remarks>Memory grows by slightly over 16 bytes per source. An enumeration is not thread safe.</remarks>
    public static IEnumerable<MediaInput> Expand(IEnumerable<string> names, string? baseFolder = null, IReadOnlySet<string>? extensions = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        return ExpandAll(names, Path.GetFullPath(baseFolder ?? Environment.CurrentDirectory), extensions ?? MediaExtensions.Video);
    }

    private static IEnumerable<MediaInput> ExpandAll(IEnumerable<string> names, string folder, IReadOnlySet<string> extensions)
    {
        var expander = new InputExpander(extensions);
        foreach (var name in names)
        {
            foreach (var input in expander.Expand(new InputName(name, folder, MediaInput.NoMetadata)))
            {
                yield return input;
            }
        }
    }
}
