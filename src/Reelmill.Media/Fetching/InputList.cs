using Reelmill.Media.Fetching.Lists;

namespace Reelmill.Media.Fetching;

/// <summary>Turns what a user names (files, folders, URLs and lists of them) into inputs.</summary>
public static class InputList
{
    /// <summary>How deep list files may name list files: 4, where a list that is named directly is the first.</summary>
    public const int MaxDepth = 4;

    /// <summary>Gives every input that the names stand for, in their order, each source once.</summary>
    /// <param name="names">
    /// <list type="bullet">
    /// <item>a media file, taken whatever its extension;</item>
    /// <item>a folder, searched to any depth for files with the extensions, in ordinal order; hidden entries are
    /// left out, and a folder that links lead to again is entered once;</item>
    /// <item>an http or https URL;</item>
    /// <item>a list: <c>.txt</c> with one input a line, blank lines and <c>#</c> comments skipped; <c>.csv</c> (RFC 4180)
    /// with a header row, or <c>.jsonl</c> with one object a line, where <c>url</c> or <c>path</c> names the input and
    /// every other column becomes <see cref="MediaInput.Metadata"/>. Paths in a list are relative to the list.</item>
    /// </list>
    /// </param>
    /// <param name="baseFolder">Where relative names start; the current directory by default.</param>
    /// <param name="extensions">What is taken from a folder; <see cref="MediaExtensions.Video"/> by default.</param>
    /// <returns>
    /// A lazy sequence: folders and lists are read while it is enumerated, and again when it is enumerated again. It
    /// does not throw for what was named: what is missing or malformed is an input with a
    /// <see cref="MediaInput.Problem"/>, whose code is <c>not_found</c>, <c>unreadable</c> or <c>bad_input</c>.
    /// </returns>
    /// <remarks>Memory grows by 16 bytes and change for each source. One enumeration is for one thread.</remarks>
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
