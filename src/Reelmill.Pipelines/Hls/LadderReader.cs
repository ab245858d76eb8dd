using Reelmill.Pipelines.Settings;
using System.Globalization;
using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Vision.Models;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Reelmill.Pipelines.Hls;

/// <summary>Reads a ladder: heights on the command line, or a YAML file with a list of rungs (height, bitrate, maxrate, profile).</summary>
internal static class LadderReader
{
    private static readonly string[] Keys = ["height", "bitrate", "maxrate", "profile"];

    public static Ladder Read(string value) =>
        value.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || value.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
            ? ReadFile(value)
            : Ladder.Parse(value);

    private static Ladder ReadFile(string path)
    {
        if (RegularFile.FaultOf(path) is { } fault)
        {
            throw new UsageException(fault.Kind == FileFaultKind.Missing ? $"ladder: the file {path} does not exist." : $"ladder: reading {path}: {fault.Text}.");
        }

        try
        {
            using var reader = RegularFile.OpenText(path);
            return PlainYaml.Read(reader) is YamlSequenceNode rungs
                ? new Ladder(rungs.Select(r => ReadRung(path, r)))
                : throw new UsageException($"ladder: {path} is not a list of rungs, such as '- {{ height: 720, bitrate: 3000 }}'.");
        }
        catch (YamlException e)
        {
            throw new UsageException($"ladder: {path}, line {e.Start.Line}: {e.Message}");
        }
    }

    private static LadderRung ReadRung(string path, YamlNode node)
    {
        var where = $"ladder: {path}, line {node.Start.Line}";
        var values = node is YamlMappingNode mapping
            ? mapping.Children.ToDictionary(static c => $"{c.Key}", static c => $"{c.Value}", StringComparer.Ordinal)
            : throw new UsageException($"{where}: a rung must be a mapping with the keys {string.Join(", ", Keys)}.");
        if (values.Keys.FirstOrDefault(k => !Keys.Contains(k, StringComparer.Ordinal)) is { } unknown)
        {
            throw new UsageException($"{where}: there is no key '{unknown}'.{(NearestName.Of(unknown, Keys) is { } near ? $" Did you mean '{near}'?" : string.Empty)}");
        }

        var rung = LadderRung.FromHeight(ReadNumber(where, values, "height") ?? throw new UsageException($"{where}: the rung has no height."));
        rung = ReadNumber(where, values, "bitrate") is { } bitrate ? LadderRung.FromHeight(rung.Height, bitrate) : rung;
        return rung with
        {
            MaxBitrate = ReadNumber(where, values, "maxrate") ?? rung.MaxBitrate,
            Profile = values.GetValueOrDefault("profile", rung.Profile),
        };
    }

    private static int? ReadNumber(string where, Dictionary<string, string> values, string key)
    {
        if (!values.TryGetValue(key, out var text))
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UsageException($"{where}: {key} '{text}' is not a whole number.");
    }
}
