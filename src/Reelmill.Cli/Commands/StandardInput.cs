using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Media.Fetching.Lists;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Commands;

/// <summary>Inputs that another program writes: <c>-</c> stands for a list on standard input, one input a line, taken as they come.</summary>
internal static class StandardInput
{
    /// <summary>What stands for standard input.</summary>
    public const string Name = "-";

    /// <summary>Turns names into inputs, those of standard input after the others. Enumerated again, they begin again.</summary>
    /// <param name="names">What the command line names.</param>
    /// <param name="expand">Turns names into inputs.</param>
    /// <exception cref="UsageException"><see cref="Name"/> is there twice.</exception>
    public static IEnumerable<MediaInput> Expand(IReadOnlyList<string> names, Func<IEnumerable<string>, IEnumerable<MediaInput>> expand) => names.Count(static n => n == Name) switch
    {
        0 => expand(names),
        1 => Expand(names, new ReadOnce(TextList.Read(new CharSource(Console.OpenStandardInput()))), expand),
        _ => throw new UsageException("'-' stands for standard input, which can be read once. Name it once."),
    };

    /// <summary>A line that cannot be used is an input that fails; the others go on.</summary>
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

    /// <summary>A run that paused begins again, and standard input does not: what was read is kept. Whoever waits for a line keeps nobody from those before it.</summary>
    private sealed class ReadOnce(IEnumerable<ListEntry> source) : IEnumerable<ListEntry>
    {
        private readonly List<ListEntry> _read = [];
        private readonly IEnumerator<ListEntry> _rest = source.GetEnumerator();
        private readonly Lock _reading = new();
        private readonly Lock _gate = new();

        public IEnumerator<ListEntry> GetEnumerator()
        {
            for (var i = 0; (Known(i) ?? Read(i)) is { } line; i++)
            {
                yield return line;
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        private ListEntry? Known(int index)
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
                if (Known(index) is { } known)
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
