using Reelmill.Pipelines;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Settings;

namespace Reelmill;

/// <summary>
/// Settings of all pipelines: from a YAML file as <c>--config</c> reads it, from the configuration of a host, or one by one
/// as <c>--set</c> takes them. The guide lists the keys (docs/guide/configuration.md). A later value of a key wins.
/// </summary>
/// <remarks>Immutable, and safe to share between threads.</remarks>
public sealed class ReelmillConfig
{
    private readonly IReadOnlyList<(string Key, string Value)> _settings;
    private readonly PipelineRegistry _pipelines;

    private ReelmillConfig(PipelineRegistry pipelines, IReadOnlyList<(string Key, string Value)> settings) => (_pipelines, _settings) = (pipelines, settings);

    /// <summary>No settings: every option has its default.</summary>
    public static ReelmillConfig Empty { get; } = new(PipelineRegistry.BuiltIn, []);

    /// <summary>The options of <c>mine</c>.</summary>
    /// <exception cref="UsageException">No pipeline has a key, or a value is none of its key.</exception>
    public MineOptions Mine => Options<MineOptions>();

    /// <summary>The options of <c>chunk</c>.</summary>
    /// <exception cref="UsageException">No pipeline has a key, or a value is none of its key.</exception>
    public ChunkOptions Chunk => Options<ChunkOptions>();

    /// <summary>The options of <c>hls</c>.</summary>
    /// <exception cref="UsageException">No pipeline has a key, or a value is none of its key.</exception>
    public HlsOptions Hls => Options<HlsOptions>();

    /// <summary>The options of <c>index</c>.</summary>
    /// <exception cref="UsageException">No pipeline has a key, or a value is none of its key.</exception>
    public IndexOptions Index => Options<IndexOptions>();

    /// <summary>Reads a YAML file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="note">Told which key each name of a Python pipeline sets; nobody when null.</param>
    /// <param name="pipelines">The pipelines whose keys it may hold; those that every program has when null.</param>
    /// <exception cref="UsageException">It cannot be read, or has a key that no pipeline has, or one twice; the message names file and line.</exception>
    public static ReelmillConfig Load(string path, Action<string>? note = null, PipelineRegistry? pipelines = null)
    {
        pipelines ??= PipelineRegistry.BuiltIn;
        return new(pipelines, pipelines.ReadSettings(path, note));
    }

    /// <summary>Takes keys with colons between their levels, as <c>IConfiguration.AsEnumerable(makePathsRelative: true)</c> gives them. Keys without a value are groups.</summary>
    /// <param name="values">The keys and their values.</param>
    /// <param name="pipelines">The pipelines whose keys they may be; those that every program has when null.</param>
    public static ReelmillConfig From(IEnumerable<KeyValuePair<string, string?>> values, PipelineRegistry? pipelines = null) =>
        new(pipelines ?? PipelineRegistry.BuiltIn, [.. values.Where(static v => v.Value is not null).Select(static v => (v.Key.Replace(':', '.'), v.Value!))]);

    /// <summary>The same settings with one more.</summary>
    /// <param name="key">The key, such as <c>quality.min-sharpness</c>.</param>
    /// <param name="value">The value, as the command line takes it.</param>
    public ReelmillConfig With(string key, string value) => new(_pipelines, [.. _settings, (key, value)]);

    /// <summary>The options of a pipeline.</summary>
    /// <typeparam name="TOptions">The options.</typeparam>
    /// <exception cref="UsageException">No pipeline has a key, or a value is none of its key.</exception>
    /// <exception cref="ArgumentException">No pipeline has such options.</exception>
    public TOptions Options<TOptions>()
        where TOptions : PipelineOptions, new() => _pipelines.Configure(new TOptions(), _settings);

    /// <summary>Refuses a key that no pipeline has and a value that is none of its key, before anything runs.</summary>
    internal void Require()
    {
        foreach (var pipeline in _pipelines.All)
        {
            _pipelines.Configure(pipeline.Defaults, _settings);
        }
    }
}
