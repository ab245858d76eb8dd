using Reelmill.Core;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Pipelines.Tests.Settings;

/// <summary>Hostile values for every setting.</summary>
public sealed class HostileSettingTests(ITestOutputHelper output)
{
    private static readonly string[] Values =
    [
        "", " ", "0", "-1", "1", "1e308", "1e999", "-1e999", "NaN", "Infinity", "9223372036854775808", "99999999999999999999d", "1e300d", "1e-300s", "-1s", "0s", "1e300TiB", "-1B", "0B", "0x10", "١",
        "\0", "a\0b", "\n", "\u001b[2J", "\ud800", "\udc00", "\u202e", "\"", "a\"b", "%s%n", "../../etc/passwd", "true|false", "=1", "{", "1,2,,", ",", "a=b=c", "decode=99999999999,infer=-1", new('9', 400), new('a', 9000),
    ];

    private static readonly (PipelineSettings Settings, Func<PipelineOptions> Options)[] Pipelines =
    [
        (MineSettings.Keys, static () => new MineOptions()),
        (ChunkSettings.Keys, static () => new ChunkOptions()),
        (HlsSettings.Keys, static () => new HlsOptions()),
        (IndexSettings.Keys, static () => new IndexOptions()),
    ];

    [Fact]
    public void Every_setting_accepts_a_value_or_rejects_it_with_its_key()
    {
        var (accepted, rejected) = (0, 0);
        foreach (var (settings, options) in Pipelines)
        {
            foreach (var setting in settings.All)
            {
                foreach (var value in Values)
                {
                    try
                    {
                        setting.Apply(options(), value).Validate();
                        accepted++;
                    }
                    catch (UsageException e)
                    {
                        e.Message.ShouldNotContain("\u001b");
                        e.Message.Length.ShouldBeLessThan(2000, setting.Key);
                        rejected++;
                    }
                    catch (Exception e) when (e is ArgumentException or PipelineException)
                    {
                        // The options validate what a single setting cannot.
                        rejected++;
                    }
                }
            }
        }

        output.WriteLine($"{accepted} accepted, {rejected} rejected");
        rejected.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void A_value_out_of_range_is_rejected_with_the_key_and_the_range()
    {
        foreach (var (settings, options) in Pipelines)
        {
            foreach (var setting in settings.All.Where(static s => s.Syntax is "DURATION" or "SIZE" or "NUMBER"))
            {
                foreach (var value in new[] { "99999999999999999999d", "-5s", "1e300TiB", "-1" })
                {
                    var message = Should.Throw<UsageException>(() => setting.Apply(options(), value).Validate(), $"{setting.Key} {value}").Message;
                    message.ShouldStartWith($"{setting.Key}: '");
                    message.ShouldContain(" from ");
                    message.ShouldContain(" to ");
                }
            }
        }
    }
}
