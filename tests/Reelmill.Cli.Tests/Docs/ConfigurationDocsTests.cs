using System.Text.RegularExpressions;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Settings;
using Reelmill.Vision.Quality;

namespace Reelmill.Cli.Tests.Docs;

/// <summary>docs/guide/configuration.md and reelmill.yaml show every setting with its default.</summary>
public sealed partial class ConfigurationDocsTests
{
    /// <summary>The documented settings of all pipelines, each once.</summary>
    private static readonly IReadOnlyList<Setting> Shown =
        [.. MineSettings.Keys.All.Concat(ChunkSettings.Keys.All).Concat(HlsSettings.Keys.All).Concat(IndexSettings.Keys.All).DistinctBy(static s => s.Key, StringComparer.Ordinal)];

    [Fact]
    public void The_configuration_guide_has_a_row_for_each_setting()
    {
        var guide = Repository.Read("docs/guide/configuration.md");

        foreach (var setting in Shown)
        {
            var row = guide.Split('\n').SingleOrDefault(line => line.StartsWith($"| `{setting.Key}` |", StringComparison.Ordinal));
            row.ShouldNotBeNull(setting.Key);
            row.ShouldContain($"| {setting.Syntax.Replace("|", "\\|", StringComparison.Ordinal)} |");
            row.ShouldContain(setting.Default.Length > 0 ? $"| `{setting.Default}` |" : "|");
            row.ShouldContain(setting.Description);
        }
    }

    [Fact]
    public void The_sample_configuration_has_each_setting_once_with_its_default()
    {
        var sample = Uncommented();

        sample.Count.ShouldBe(Shown.Count);
        Shown.Zip(sample).ShouldAllBe(static p => p.First.Find(p.Second.Key) != null);
        foreach (var (setting, value) in Shown.Zip(sample, static (s, v) => (s, v.Value)).Where(static p => p.s.Default.Length > 0))
        {
            value.ShouldBe(setting.Default, setting.Key);
        }
    }

    [Fact]
    public void The_uncommented_sample_changes_only_the_tuning_of_mine()
    {
        var plain = new MineOptions();

        var applied = SettingsReader.Apply(PipelineRegistry.BuiltIn.Settings, MineSettings.Keys, plain, Uncommented(), []);

        (applied with { Stages = plain.Stages, Quality = plain.Quality, Rules = plain.Rules }).ShouldBe(plain);
        applied.Rules.ShouldBe([FrameRule.Off("still")]);
        applied.Quality.ShouldBe(QualityOverrides.From(new QualityLimits()));
        applied.Validate();
    }

    [Fact]
    public void The_uncommented_sample_equals_the_defaults_of_chunk()
    {
        var plain = new ChunkOptions();

        var applied = SettingsReader.Apply(PipelineRegistry.BuiltIn.Settings, ChunkSettings.Keys, plain, Uncommented(), []);

        (applied with { Stages = plain.Stages }).ShouldBe(plain);
    }

    [Fact]
    public void The_uncommented_sample_equals_the_defaults_of_hls()
    {
        var plain = new HlsOptions();

        var applied = SettingsReader.Apply(PipelineRegistry.BuiltIn.Settings, HlsSettings.Keys, plain, Uncommented(), []);

        (applied with { Stages = plain.Stages }).ShouldBe(plain);
    }

    [Fact]
    public void The_sample_configuration_sets_nothing() => SettingsReader.ReadFile(PipelineRegistry.BuiltIn.Settings, Path.Combine(Repository.Root, "reelmill.yaml")).ShouldBeEmpty();

    /// <summary>Reads the sample with every option uncommented. Lines that begin with '##' are explanations.</summary>
    private static IReadOnlyList<(string Key, string Value)> Uncommented()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["all.yaml"], CommentedOut().Replace(Repository.Read("reelmill.yaml"), string.Empty));
        return SettingsReader.ReadFile(PipelineRegistry.BuiltIn.Settings, folder["all.yaml"]);
    }

    [GeneratedRegex("^# ", RegexOptions.Multiline, 1000)]
    private static partial Regex CommentedOut();
}
