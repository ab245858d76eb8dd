using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Pipelines.Registry;

/// <summary>The pipelines of the program. A new one is a folder with its definition, and a line here.</summary>
public static class PipelineRegistry
{
    /// <summary>All pipelines, in the order in which they are shown.</summary>
    public static IReadOnlyList<PipelineDefinition> All { get; } =
    [
        new MineDefinition(),
        new HlsDefinition(),
        new ChunkDefinition(),
        new IndexDefinition(),
        new DecideDefinition(),
    ];

    /// <summary>The keys of all pipelines, which one configuration file may hold together.</summary>
    internal static IReadOnlyList<PipelineSettings> Settings { get; } = [.. All.Select(static p => p.Settings)];

    /// <summary>Reads settings of all pipelines from a YAML file; levels become dots.</summary>
    /// <param name="path">The file.</param>
    /// <param name="note">Told which key each name of a Python pipeline sets; nobody when null.</param>
    /// <returns>The keys and their values, as text.</returns>
    /// <exception cref="UsageException">It cannot be read, or has a key that no pipeline has, or one twice; the message names file and line.</exception>
    public static IReadOnlyList<(string Key, string Value)> ReadSettings(string path, Action<string>? note = null) => SettingsReader.ReadFile(Settings, path, note);

    /// <summary>Takes settings into the options of a pipeline; the last value of a key counts, and keys of other pipelines are theirs.</summary>
    /// <param name="options">The options before.</param>
    /// <param name="settings">The keys and their values, as text.</param>
    /// <exception cref="UsageException">No pipeline has a key, or a value is none of its key.</exception>
    public static TOptions Configure<TOptions>(TOptions options, IEnumerable<(string Key, string Value)> settings)
        where TOptions : PipelineOptions =>
        SettingsReader.Apply(Settings, All.First(static d => d.Defaults is TOptions).Settings, options, settings.Select(s => SettingsReader.Require(Settings, s)), []);

    /// <summary>The pipeline of a name; null when there is none.</summary>
    /// <param name="name">The name.</param>
    public static PipelineDefinition? Find(string name) => All.FirstOrDefault(d => d.Name == name);

    /// <summary>The pipeline whose items have a name in the catalog; null when there is none, as for publications.</summary>
    /// <param name="catalogName">The name in the catalog.</param>
    public static PipelineDefinition? OwnerOf(string catalogName) => All.FirstOrDefault(d => d.TakesInputs && d.Owns(catalogName));
}
