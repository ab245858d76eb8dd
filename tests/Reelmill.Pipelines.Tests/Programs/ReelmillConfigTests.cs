using Reelmill.Pipelines.Settings;
using Reelmill.Testing;

namespace Reelmill.Pipelines.Tests.Programs;

public sealed class ReelmillConfigTests
{
    [Fact]
    public void A_file_sets_the_options_of_each_pipeline_and_a_later_value_wins()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["reelmill.yaml"], "every: 2s\nquality:\n  min-sharpness: 80\nchunk:\n  duration: 30\nhls:\n  preset: medium\nindex:\n  collection: cats\n");

        var config = ReelmillConfig.Load(temp["reelmill.yaml"]);

        config.Mine.Sampling.Every.ShouldBe(TimeSpan.FromSeconds(2));
        config.Mine.Quality.MinSharpness.ShouldBe(80);
        config.Chunk.Duration.ShouldBe(TimeSpan.FromSeconds(30));
        config.Hls.Encode.Preset.ShouldBe("medium");
        config.Index.Collection.ShouldBe("cats");
        config.With("quality.min-sharpness", "90").Mine.Quality.MinSharpness.ShouldBe(90);
        config.Mine.Quality.MinSharpness.ShouldBe(80);
    }

    [Fact]
    public void Keys_of_a_host_have_colons()
    {
        var config = ReelmillConfig.From([new("quality", null), new("quality:min-sharpness", "80")]);

        config.Mine.Quality.MinSharpness.ShouldBe(80);
    }

    [Fact]
    public void Empty_settings_give_the_defaults()
    {
        ReelmillConfig.Empty.Mine.ShouldBe(new());
        ReelmillConfig.Empty.Chunk.ShouldBe(new());
        ReelmillConfig.Empty.Hls.ShouldBe(new());
        ReelmillConfig.Empty.Index.ShouldBe(new());
    }

    [Fact]
    public void An_unknown_key_is_rejected_with_the_nearest_key()
    {
        Should.Throw<UsageException>(() => ReelmillConfig.Empty.With("quality.min-sharpnes", "80").Mine).Message.ShouldContain("Did you mean 'quality.min-sharpness'?");
        Should.Throw<UsageException>(() => ReelmillConfig.Empty.With("quality.min-sharpness", "sharp").Mine).Message.ShouldContain("quality.min-sharpness");
    }
}
