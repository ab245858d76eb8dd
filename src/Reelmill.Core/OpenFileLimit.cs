using System.Globalization;

namespace Reelmill.Core;

/// <summary>The limit on open files of this process (<c>ulimit -n</c>).</summary>
public static class OpenFileLimit
{
    private const string Line = "Max open files";
    private static readonly int Limit = Read();

    /// <summary>Whether the limit is known to be below a number.</summary>
    /// <param name="least">The number.</param>
    public static bool IsBelow(int least) => Limit < least;

    /// <summary>Reads the limit once, at start: later no descriptor may be left to read it.</summary>
    private static int Read()
    {
        try
        {
            foreach (var line in File.ReadAllText("/proc/self/limits").Split('\n'))
            {
                if (line.StartsWith(Line, StringComparison.Ordinal))
                {
                    return int.TryParse(line[Line.Length..].TrimStart().Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : int.MaxValue;
                }
            }
        }
        catch (IOException)
        {
            // Without /proc, the limit is unknown.
        }

        return int.MaxValue;
    }
}
