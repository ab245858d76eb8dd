using System.Globalization;
using Reelmill.Core;

namespace Reelmill.Media.Fetching.Lists;

/// <summary>Expands names to inputs, and remembers them so that each source is returned once.</summary>
internal sealed class InputExpander(IReadOnlySet<string> extensions)
{
    // Half a hash per source: ten million URLs need some 300 MB as hashes and ten times as much as text.
    private readonly HashSet<UInt128> _seen = [];
    private readonly HashSet<string> _openLists = new(StringComparer.Ordinal);
    private readonly HashSet<string> _readLists = new(StringComparer.Ordinal);

    /// <summary>Returns the inputs of a name. An error during expansion is the failure of that name only.</summary>
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
            return name.Fail(Redaction.Redact(name.Text), InputKind.File, FetchCodes.Unreadable, $"reading failed ({e.Message}). Check its permissions.", e);
        }
    }

    private bool IsNew(MediaInput input) =>
        _seen.Add(UInt128.Parse(input.Id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    private IEnumerable<MediaInput> Resolve(InputName name)
    {
        if (name.Text.Length == 0 || name.Text.Contains('\0', StringComparison.Ordinal))
        {
            return [name.Fail(Redaction.Redact(name.Text), InputKind.File, FetchCodes.BadInput, "the name is empty or contains a NUL character. Name a file, a folder, a list or a URL.")];
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
            // The text may hold credentials, which must not reach the catalog either.
            var message = name.Origin is null ? problem.Message : $"{problem.Message} ({name.Origin})";
            return new MediaInput(Redaction.Redact(name.Text), InputKind.Url, name.Metadata) { Problem = new ItemException(problem.Code, message) };
        }
    }

    private IEnumerable<MediaInput> Local(InputName name, string path)
    {
        if (Directory.Exists(path))
        {
            return Folder(name, Path.TrimEndingDirectorySeparator(path));
        }

        var isList = MediaExtensions.List.Contains(Path.GetExtension(path));
        if (LocalFile.FindFault(path, isList ? FetchCodes.BadInput : FetchCodes.NotMedia) is var (code, fault))
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
            yield return name.Fail(path, InputKind.File, FetchCodes.NotFound, "the folder has no file with a supported extension. Name files directly to use them anyway.");
        }
    }

    private IEnumerable<MediaInput> List(InputName name, string path)
    {
        var real = RealPath.Resolve(path);
        if (_openLists.Contains(real))
        {
            return [name.Fail(path, InputKind.File, FetchCodes.BadInput, "the list names itself, directly or through another list. Remove that line.")];
        }

        if (_openLists.Count == InputList.MaxDepth)
        {
            return [name.Fail(path, InputKind.File, FetchCodes.BadInput, $"lists are nested more than {InputList.MaxDepth} deep. Name this list itself.")];
        }

        // A list that was read before gives no new input, and nested lists could take exponential time to read again.
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

        if (MediaInput.FindReserved(entry.Metadata) is { } reserved)
        {
            return [list.Fail($"{path}:{entry.Line}", InputKind.File, FetchCodes.BadInput, $"the column name '{reserved}' is reserved. Rename the column.")];
        }

        var origin = $"line {entry.Line} of {Redaction.Redact(path)}";
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
