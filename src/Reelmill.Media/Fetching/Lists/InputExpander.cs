using System.Globalization;
using Reelmill.Core;

namespace Reelmill.Media.Fetching.Lists;

/// <summary>Expands names to inputs; remembers what it has given, so that each source comes once.</summary>
internal sealed class InputExpander(IReadOnlySet<string> extensions)
{
    // Half a hash for each source: a list of ten million URLs needs some 300 MB as hashes and ten times that as text.
    private readonly HashSet<UInt128> _given = [];
    private readonly HashSet<string> _openLists = new(StringComparer.Ordinal);
    private readonly HashSet<string> _readLists = new(StringComparer.Ordinal);

    /// <summary>Gives the inputs of a name. Whatever goes wrong while they are looked for is the failure of the name alone.</summary>
    public IEnumerable<MediaInput> Expand(InputName name)
    {
        IEnumerator<MediaInput>? inputs = null;
        try
        {
            while (Next(name, ref inputs) is { } input)
            {
                if (IsNew(input))
                {
                    yield return input;
                }
            }
        }
        finally
        {
            inputs?.Dispose();
        }
    }

    private MediaInput? Next(InputName name, ref IEnumerator<MediaInput>? inputs)
    {
        try
        {
            inputs ??= Resolve(name).GetEnumerator();
            return inputs.MoveNext() ? inputs.Current : null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            inputs?.Dispose();
            inputs = Enumerable.Empty<MediaInput>().GetEnumerator();
            _openLists.Clear();
            return name.Fail(Redaction.Of(name.Text), InputKind.File, FetchCodes.Unreadable, $"it cannot be read ({e.Message}). Check its permissions.", e);
        }
    }

    private bool IsNew(MediaInput input) =>
        _given.Add(UInt128.Parse(input.Id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    private IEnumerable<MediaInput> Resolve(InputName name)
    {
        if (name.Text.Length == 0 || name.Text.Contains('\0', StringComparison.Ordinal))
        {
            return [name.Fail(Redaction.Of(name.Text), InputKind.File, FetchCodes.BadInput, "it is empty or contains a NUL. Name a file, a folder, a list or a URL.")];
        }

        return name.LooksLikeUrl ? [Url(name)] : Local(name, name.FullPath);
    }

    private static MediaInput Url(InputName name)
    {
        try
        {
            return new MediaInput(UrlGuard.Check(name.Text).AbsoluteUri, InputKind.Url, name.Metadata);
        }
        catch (ItemException problem)
        {
            // The text may hold credentials: they stay out of the catalog too.
            var message = name.Origin is null ? problem.Message : $"{problem.Message} ({name.Origin})";
            return new MediaInput(Redaction.Of(name.Text), InputKind.Url, name.Metadata) { Problem = new ItemException(problem.Code, message) };
        }
    }

    private IEnumerable<MediaInput> Local(InputName name, string path)
    {
        if (Directory.Exists(path))
        {
            return Folder(name, Path.TrimEndingDirectorySeparator(path));
        }

        var isList = MediaExtensions.List.Contains(Path.GetExtension(path));
        if (LocalFile.FaultOf(path, isList ? FetchCodes.BadInput : FetchCodes.NotMedia) is var (code, fault))
        {
            return [name.Fail(path, InputKind.File, code, fault)];
        }

        return isList
            ? List(name, path)
            : [new MediaInput(path, InputKind.File, name.Metadata)];
    }

    private IEnumerable<MediaInput> Folder(InputName name, string path)
    {
        var any = false;
        foreach (var found in FolderWalk.Walk(path, extensions))
        {
            any = true;
            yield return found.Fault is null
                ? new MediaInput(found.Path, InputKind.File, name.Metadata)
                : name.Fail(found.Path, InputKind.File, found.Code!, found.Fault);
        }

        if (!any)
        {
            yield return name.Fail(path, InputKind.File, FetchCodes.NotFound, "the folder holds no file whose extension is looked for. Name its files to use them anyway.");
        }
    }

    private IEnumerable<MediaInput> List(InputName name, string path)
    {
        var real = RealPath.Of(path);
        if (_openLists.Contains(real))
        {
            return [name.Fail(path, InputKind.File, FetchCodes.BadInput, "the list names itself, directly or through another list. Remove that line.")];
        }

        if (_openLists.Count == InputList.MaxDepth)
        {
            return [name.Fail(path, InputKind.File, FetchCodes.BadInput, $"lists are nested more than {InputList.MaxDepth} deep. Name this list itself.")];
        }

        // A list that was read gives nothing new, and reading it again at each of its names could take for ever.
        return _readLists.Add(real) ? Entries(name, path, real) : [];
    }

    private IEnumerable<MediaInput> Entries(InputName list, string path, string real)
    {
        _openLists.Add(real);
        try
        {
            foreach (var entry in ListFile.Read(path))
            {
                foreach (var input in Entry(list, path, entry))
                {
                    yield return input;
                }
            }
        }
        finally
        {
            _openLists.Remove(real);
        }
    }

    private IEnumerable<MediaInput> Entry(InputName list, string path, ListEntry entry)
    {
        if (entry.Fault is { } fault)
        {
            return [list.Fail($"{path}:{entry.Line}", InputKind.File, entry.Code, fault)];
        }

        if (MediaInput.ReservedIn(entry.Metadata) is { } reserved)
        {
            return [list.Fail($"{path}:{entry.Line}", InputKind.File, FetchCodes.BadInput, $"its column '{reserved}' has a name that Reelmill keeps for itself. Rename it.")];
        }

        var origin = $"line {entry.Line} of {Redaction.Of(path)}";
        return Resolve(new InputName(entry.Text, Path.GetDirectoryName(path)!, Merge(list.Metadata, entry.Metadata), origin, entry.MustBeUrl));
    }

    private static IReadOnlyDictionary<string, string> Merge(IReadOnlyDictionary<string, string> outer, IReadOnlyDictionary<string, string> inner)
    {
        if (outer.Count == 0 || inner.Count == 0)
        {
            return outer.Count == 0 ? inner : outer;
        }

        var merged = new Dictionary<string, string>(outer, StringComparer.Ordinal);
        foreach (var (key, value) in inner)
        {
            merged[key] = value;
        }

        return merged;
    }
}
