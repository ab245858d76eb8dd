using System.Text;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Commands;

/// <summary>Inputs that another program writes: <c>-</c> stands for the lines of standard input, one input a line.</summary>
internal static class StandardInput
{
    /// <summary>What stands for standard input.</summary>
    public const string Name = "-";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The names, with the lines in place of <see cref="Name"/>, as they come. Enumerated again, they begin again.</summary>
    /// <param name="names">What the command line names.</param>
    /// <exception cref="UsageException"><see cref="Name"/> is there twice.</exception>
    public static IEnumerable<string> Expand(IReadOnlyList<string> names) => names.Count(static n => n == Name) switch
    {
        0 => names,
        1 => Expand(names, new ReadOnce(Lines(Console.OpenStandardInput()))),
        _ => throw new UsageException("'-' stands for standard input, which can be read once. Name it once."),
    };

    private static IEnumerable<string> Expand(IReadOnlyList<string> names, IEnumerable<string> lines) => names.SelectMany(n => n == Name ? lines : [n]);

    /// <summary>The lines that name something: blank lines and comments say nothing, as in a list.</summary>
    internal static IEnumerable<string> Lines(Stream stream)
    {
        using var reader = new StreamReader(stream, Strict);
        for (var number = 1; Line(reader, number) is { } line; number++)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }

    private static string? Line(StreamReader reader, int number)
    {
        try
        {
            return reader.ReadLine()?.Trim();
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"Reading standard input: line {number} or one behind it is not UTF-8. Convert it, or name the files in a list.");
        }
    }

    /// <summary>A run that paused begins again, and standard input does not: what was read is kept.</summary>
    private sealed class ReadOnce(IEnumerable<string> source) : IEnumerable<string>
    {
        private readonly List<string> _read = [];
        private readonly IEnumerator<string> _rest = source.GetEnumerator();
        private readonly Lock _gate = new();

        public IEnumerator<string> GetEnumerator()
        {
            for (var i = 0; At(i) is { } line; i++)
            {
                yield return line;
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        private string? At(int index)
        {
            lock (_gate)
            {
                while (_read.Count <= index)
                {
                    if (!_rest.MoveNext())
                    {
                        return null;
                    }

                    _read.Add(_rest.Current);
                }

                return _read[index];
            }
        }
    }
}
