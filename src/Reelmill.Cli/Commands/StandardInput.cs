using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Media.Fetching.Lists;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Commands;

/// <summary>Reads inputs from standard input, which <c>-</c> stands for: one input per line, processed as the lines arrive.</summary>
internal static class StandardInput
{
    /// <summary>The name of standard input on the command line.</summary>
    public const string Name = "-";

    /// <summary>Expands names into inputs, those on standard input last. The result can be enumerated repeatedly.</summary>
    /// <param name="names">The names on the command line.</param>
    /// <param name="expand">Expands names into inputs.</param>
    /// <exception cref="UsageException"><see cref="Name"/> occurs more than once.</exception>
    public static IEnumerable<MediaInput> Expand(IReadOnlyList<string> names, Func<IEnumerable<string>, IEnumerable<MediaInput>> expand) => names.Count(static n => n == Name) switch
    {
        0 => expand(names),
        1 => Expand(names, new CachedLines(TextList.Read(new CharSource(Console.OpenStandardInput()))), expand),
        _ => throw new UsageException("'-' stands for standard input, which can be read only once. Name it once."),
    };

    /// <summary>Expands the names and lines. An invalid line becomes a failed input and does not stop the others.</summary>
    private static IEnumerable<MediaInput> Expand(
        IReadOnlyList<string> names, IEnumerable<ListEntry> lines, Func<IEnumerable<string>, IEnumerable<MediaInput>> expand)
    {
        var failed = new Queue<MediaInput>();
        foreach (var input in expand(Names()))
        {
            while (failed.TryDequeue(out var before))
            {
                yield return before;
            }

            yield return input;
        }

        while (failed.TryDequeue(out var last))
        {
            yield return last;
        }

        IEnumerable<string> Names()
        {
            foreach (var name in names.Where(static n => n != Name))
            {
                yield return name;
            }

            foreach (var line in lines)
            {
                if (line.Fault is { } fault)
                {
                    failed.Enqueue(new MediaInput($"-:{line.Line}", InputKind.File, MediaInput.NoMetadata) { Problem = new ItemException(line.Code, $"Reading standard input: {fault}") });
                }
                else
                {
                    yield return line.Text;
                }
            }
        }
    }

    /// <summary>Caches the lines of standard input, because a run that resumes after a pause enumerates its inputs again. A reader that waits for a new line does not block readers of cached lines.</summary>
    private sealed class CachedLines(IEnumerable<ListEntry> source) : IEnumerable<ListEntry>
    {
        private readonly List<ListEntry> _read = [];
        private readonly IEnumerator<ListEntry> _rest = source.GetEnumerator();
        private readonly Lock _reading = new();
        private readonly Lock _gate = new();

        public IEnumerator<ListEntry> GetEnumerator()
        {
            for (var i = 0; (FindCached(i) ?? Read(i)) is { } line; i++)
            {
                yield return line;
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        private ListEntry? FindCached(int index)
        {
            lock (_gate)
            {
                return index < _read.Count ? _read[index] : null;
            }
        }

        private ListEntry? Read(int index)
        {
            lock (_reading)
            {
                if (FindCached(index) is { } known)
                {
                    return known;
                }

                if (!_rest.MoveNext())
                {
                    return null;
                }

                lock (_gate)
                {
                    _read.Add(_rest.Current);
                }

                return _rest.Current;
            }
        }
    }
}
