namespace Reelmill.Pipelines.Settings;

/// <summary>The keys of one pipeline.</summary>
/// <param name="pipeline">The pipeline, which is its command too.</param>
/// <param name="options">The keys that are command line options too, in the order of the help.</param>
/// <param name="others">The keys that only the configuration and <c>--set</c> know.</param>
internal sealed class PipelineSettings(string pipeline, IReadOnlyList<Setting> options, IReadOnlyList<Setting> others)
{
    public string Pipeline => pipeline;

    public IReadOnlyList<Setting> Options => options;

    /// <summary>All keys.</summary>
    public IReadOnlyList<Setting> All { get; } = [.. options, .. others];

    /// <summary>The setting of a key; null when there is none.</summary>
    public Setting? Find(string key) => All.Select(s => s.Find(key)).FirstOrDefault(static s => s is not null);
}
