using Reelmill.Core.Running;
using Reelmill.Media.Fetching;
using Reelmill.Media.Probing;

namespace Reelmill.Pipelines;

/// <summary>The options that every pipeline has.</summary>
public abstract record PipelineOptions
{
    /// <summary>Whether the group of the library's folder may read and write it, rather than its owner alone.</summary>
    internal bool Shared { get; init; }

    /// <summary>What a video may not exceed.</summary>
    public ProbeLimits Limits { get; init; } = new();

    /// <summary>How URLs are fetched.</summary>
    public FetchOptions Fetch { get; init; } = new();

    /// <summary>Whether downloads stay in the library's <c>videos</c> folder once they are worked through.</summary>
    /// <value>False by default.</value>
    public bool KeepVideos { get; init; }

    /// <summary>Whether stages run at once or one item after the other.</summary>
    /// <value><see cref="RunMode.Concurrent"/> by default.</value>
    public RunMode Mode { get; init; }

    /// <summary>The tuning of stages, by name.</summary>
    public StageTuning Stages { get; init; } = [];

    /// <summary>How models are run, for the pipelines that use some.</summary>
    public ModelOptions Models { get; init; } = new();

    /// <summary>The executables.</summary>
    public ToolPaths Tools { get; init; } = new();

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">One is out of its range.</exception>
    public virtual void Validate()
    {
        Fetch.Validate();
        foreach (var (stage, tuning) in Stages)
        {
            tuning.Validate(stage);
        }
    }
}
