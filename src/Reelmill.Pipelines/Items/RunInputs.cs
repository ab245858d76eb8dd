using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>The inputs of a run, and how many are read ahead.</summary>
/// <param name="All">The inputs.</param>
/// <param name="Lookahead">The most inputs that are read ahead, which is also the size of a window.</param>
internal sealed record RunInputs(IAsyncEnumerable<MediaInput> All, int Lookahead)
{
    /// <summary>Large enough that the largest files of a folder start first: a large file that starts last runs alone.</summary>
    private const int FolderLookahead = 1000;

    /// <summary>Wraps inputs that can be enumerated again.</summary>
    public static RunInputs FromSequence(IEnumerable<MediaInput> inputs) => new(inputs.ToAsyncEnumerable(), FolderLookahead);

    /// <summary>Wraps inputs that arrive during the run. An input that was read ahead when the run ends is lost from a source that yields each once.</summary>
    public static RunInputs FromStream(IAsyncEnumerable<MediaInput> inputs) => new(inputs, 1);

    /// <summary>Groups the inputs into windows.</summary>
    public InputWindows CreateWindows(TimeProvider time) => new(All, Lookahead, time);
}
