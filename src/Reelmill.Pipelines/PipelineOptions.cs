using Reelmill.Core.Running;
using Reelmill.Media.Fetching;
using Reelmill.Media.Probing;

namespace Reelmill.Pipelines;

/// <summary>The options that all pipelines share.</summary>
public abstract record PipelineOptions
{
    /// <summary>Whether the group that owns the library's folder may read and write the library, rather than the owner alone.</summary>
    internal bool Shared { get; init; }

    /// <summary>The limits on inputs: pixels, streams, duration.</summary>
    public ProbeLimits Limits { get; init; } = new();

    /// <summary>How URLs are fetched.</summary>
    public FetchOptions Fetch { get; init; } = new();

    /// <summary>Whether downloads stay in the library's <c>videos</c> folder after they are processed.</summary>
    /// <value>False by default.</value>
    public bool KeepVideos { get; init; }

    /// <summary>Whether stages run concurrently, or items run one after the other.</summary>
    /// <value><see cref="RunMode.Concurrent"/> by default.</value>
    public RunMode Mode { get; init; }

    /// <summary>The tuning of stages, by stage name.</summary>
    public StageTuning Stages { get; init; } = [];

    /// <summary>How models are executed, in pipelines that use them.</summary>
    public ModelOptions Models { get; init; } = new();

    /// <summary>The paths of the executables.</summary>
    public ToolPaths Tools { get; init; } = new();

    /// <summary>Validates the options.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public virtual void Validate()
    {
        Fetch.Validate();
        foreach (var (stage, tuning) in Stages)
        {
            tuning.Validate(stage);
        }
    }
}
