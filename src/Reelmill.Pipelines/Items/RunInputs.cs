using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>The inputs of a run, and how many are found ahead of it.</summary>
/// <param name="All">The inputs.</param>
/// <param name="Ahead">How many are found ahead at most, which is the size of a window too.</param>
internal sealed record RunInputs(IAsyncEnumerable<MediaInput> All, int Ahead)
{
    /// <summary>So many that the largest of a folder are begun first: one that is begun last runs alone.</summary>
    private const int Many = 1000;

    /// <summary>Inputs that are there, and can be enumerated again.</summary>
    public static RunInputs Of(IEnumerable<MediaInput> inputs) => new(inputs.ToAsyncEnumerable(), Many);

    /// <summary>Inputs that come while a run goes on. What was found ahead when the run ends is gone from a source that gives each once.</summary>
    public static RunInputs Coming(IAsyncEnumerable<MediaInput> inputs) => new(inputs, 1);

    /// <summary>Cuts them into windows.</summary>
    public InputWindows Windows(TimeProvider time) => new(All, Ahead, time);
}
