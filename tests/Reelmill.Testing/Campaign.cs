using System.Globalization;

namespace Reelmill.Testing;

/// <summary>Draws the cases of tests with many cases: a random third on each run, all with <c>REELMILL_EVERY_FILE</c>. The seed is printed; <c>REELMILL_SEED</c> sets it.</summary>
public static class Campaign
{
    /// <summary>Whether all cases run.</summary>
    public static bool IsWhole { get; } = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("REELMILL_EVERY_FILE"));

    /// <summary>The seed of this run.</summary>
    public static int Seed { get; } =
        Environment.GetEnvironmentVariable("REELMILL_SEED") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : Random.Shared.Next();

    /// <summary>Creates the random generator of one test.</summary>
    /// <param name="print">Prints the seed.</param>
    public static Random Seeded(Action<string> print)
    {
        print($"REELMILL_SEED={Seed}");
        return new Random(Seed);
    }

    /// <summary>Gets the number of cases to run out of all.</summary>
    public static int Share(int all) => IsWhole ? all : (all + 2) / 3;

    /// <summary>Draws the cases to run, in their original order.</summary>
    public static T[] Share<T>(Random random, IReadOnlyList<T> all)
    {
        var indices = Enumerable.Range(0, all.Count).ToArray();
        random.Shuffle(indices);
        return [.. indices.Take(Share(all.Count)).Order().Select(i => all[i])];
    }
}
