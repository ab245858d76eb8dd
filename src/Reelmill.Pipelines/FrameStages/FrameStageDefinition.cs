using Reelmill.Core.Pipelines;

namespace Reelmill.Pipelines.FrameStages;

/// <summary>A stage of a program's own, which every <c>mine</c> on the services has once it was added: see <see cref="Reelmill.Pipelines.Services.RunServices.Add(FrameStageDefinition)"/>.</summary>
/// <remarks>Name and version are part of what a video is mined by: videos that were mined without the stage, or with another version, are mined again.</remarks>
/// <param name="Name">Its name, as reports and tuning have it: a to z, 0 to 9 and <c>_</c>, at most 40, a letter first, and none of the stages of <c>mine</c>.</param>
/// <param name="Version">Another text whenever the same frame would get other values: 1 to 100 characters.</param>
/// <param name="Create">Makes an instance for a worker; called from any thread.</param>
public sealed record FrameStageDefinition(string Name, string Version, Func<FrameStage> Create)
{
    private const int MostVersion = 100;

    /// <summary>Whether the stage sees only frames that are kept, after all decisions on their video; what is costly belongs there. Rules are not held against its values.</summary>
    /// <value>False by default: it sees every sampled frame before the decision.</value>
    public bool KeptFrames { get; init; }

    /// <summary>The tuning.</summary>
    /// <value>As many workers as there are processors by default.</value>
    public StageOptions Tuning { get; init; } = new();

    /// <summary>The stage as a recipe has it.</summary>
    internal string Text => $"{Name} {Version}";

    /// <exception cref="ArgumentException">The name or the version is none.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name);
        ArgumentException.ThrowIfNullOrEmpty(Version);
        ArgumentNullException.ThrowIfNull(Create);
        ArgumentNullException.ThrowIfNull(Tuning);
        if (!FrameNames.IsName(Name) || FrameNames.IsStage(Name))
        {
            throw new ArgumentException($"The name of a frame stage has a to z, 0 to 9 and '_', at most {FrameNames.MostCharacters}, a letter first, and none of the stages of mine; '{Name}' is no such name.");
        }

        if (Version.Length > MostVersion || Version.Any(char.IsControl))
        {
            throw new ArgumentException($"The version of the frame stage '{Name}' has 1 to {MostVersion} characters on one line.");
        }

        Tuning.Over(new StageOptions { Workers = 2 }).Validate(Name);
    }
}
