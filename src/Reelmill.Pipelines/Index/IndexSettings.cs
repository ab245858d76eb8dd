using Reelmill.Pipelines.Settings;
using Reelmill.Core.Pipelines;
using static Reelmill.Pipelines.Settings.SettingValue;

namespace Reelmill.Pipelines.Index;

/// <summary>Every key that <c>index</c> understands, in the order in which the sample configuration shows them.</summary>
internal static class IndexSettings
{
    private static readonly string[] Stages = ["fetch", "decode", "infer", "insert", "commit"];

    public static readonly PipelineSettings Keys = new(
        IndexRun.Pipeline,
        [
            Of("collection", "NAME", IndexOptions.DefaultCollection, "What the vectors are filed under.",
                (o, v) => o with { Collection = v.Length > 0 ? v : throw new UsageException("index.collection: a collection needs a name.") }),
            Of("embedder", "NAME", "descriptor", "What makes vectors of pictures: descriptor, or a model that 'reelmill models list' names.",
                (o, v) => o with { Embedder = v }),
            Of("store", "URI", "embedded", "Where vectors are kept: embedded, postgres://..., milvus://...",
                (o, v) => o with { Store = v }).ServerOnly(),
            Of("batch", "NUMBER", "1", "How many pictures the model takes at once; graphics cards and servers want more.",
                (o, v) => o with { Batch = Whole("index.batch", v, 1, 1024) }).ServerOnly(),
            Of("insert-batch", "NUMBER", "200", "How many vectors are written at once.",
                (o, v) => o with { InsertBatch = Whole("index.insert-batch", v, 1, 10_000) }).ServerOnly(),
            Of("workers", "STAGE=NUMBER,...", "", "How many values stages handle at once, such as decode=2,infer=1,insert=2.", Workers).ServerOnly(),
            Of("queue", "NUMBER", "", "How many values may wait in front of each stage.",
                (o, v) => Stages.Aggregate(o, (all, stage) => Tuned(all, stage, s => s with { Queue = Whole("index.queue", v, 1, 1_000_000) }))).ServerOnly(),
            .. CommonSettings.Options,
        ],
        [
            CommonSettings.Provider,
            .. CommonSettings.Others,
            .. CommonSettings.Tuning(Stages),
        ]);

    private static Setting Of(string option, string syntax, string @default, string description, Func<IndexOptions, string, IndexOptions> apply) =>
        Setting.Of($"index.{option}", syntax, @default, description, apply) with { Option = $"--{option}" };

    private static IndexOptions Workers(IndexOptions options, string value)
    {
        foreach (var pair in value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (stage, number) = SettingsReader.ReadPair(pair);
            options = Stages.Contains(stage, StringComparer.Ordinal)
                ? Tuned(options, stage, s => s with { Workers = Whole("index.workers", number, 1, 1024) })
                : throw new UsageException($"index.workers: there is no stage '{stage}'; the stages are {string.Join(", ", Stages)}.");
        }

        return options;
    }

    private static IndexOptions Tuned(IndexOptions options, string stage, Func<StageOptions, StageOptions> change) =>
        options with { Stages = options.Stages.With(stage, change) };
}
