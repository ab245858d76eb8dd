using System.Globalization;

namespace Reelmill.Testing;

/// <summary>Tests that try many drawn cases: a third of them on each run, all with <c>REELMILL_EVERY_FILE</c>. The seed is printed; <c>REELMILL_SEED</c> sets it.</summary>
public static class Campaign
{
    /// <summary>Whether nothing is left out.</summary>
    public static bool IsWhole { get; } = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("REELMILL_EVERY_FILE"));

    /// <summary>What the cases of this run are drawn from.</summary>
    public static int Seed { get; } =
        Environment.GetEnvironmentVariable("REELMILL_SEED") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : Random.Shared.Next();

    /// <summary>What draws the cases of one test.</summary>
    /// <param name="print">Where the seed is printed.</param>
    public static Random Seeded(Action<string> print)
    {
        print($"REELMILL_SEED={Seed}");
        return new Random(Seed);
    }

    /// <summary>How many of so many cases are tried.</summary>
    public static int Share(int all) => IsWhole ? all : (all + 2) / 3;

    /// <summary>The cases that are tried, in their order.</summary>
    public static T[] Share<T>(Random random, IReadOnlyList<T> all)
    {
        var indices = Enumerable.Range(0, all.Count).ToArray();
        random.Shuffle(indices);
        return [.. indices.Take(Share(all.Count)).Order().Select(i => all[i])];
    }
}
