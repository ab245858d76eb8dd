using System.Globalization;

namespace Reelmill.Core;

/// <summary>How many files this process may have open (<c>ulimit -n</c>).</summary>
public static class OpenFileLimit
{
    private const string Line = "Max open files";
    private static readonly int Limit = Read();

    /// <summary>Whether the limit is known to be lower than a number.</summary>
    /// <param name="least">The number.</param>
    public static bool IsBelow(int least) => Limit < least;

    /// <summary>Read once, at the start: later there may be no descriptor left to read it with.</summary>
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
            // Not Linux, or no /proc: then nothing is known.
        }

        return int.MaxValue;
    }
}
