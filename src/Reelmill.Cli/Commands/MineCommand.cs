using System.CommandLine;
using System.CommandLine.Parsing;
using Reelmill.Cli.Display;
using Reelmill.Cli.Settings;
using Reelmill.Core;
using Reelmill.Media.Fetching;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill mine</c>: inputs to frames worth keeping.</summary>
internal static class MineCommand
{
    public static Command Create()
    {
        var inputs = new Argument<string[]>("INPUT")
        {
            Description = "Files, folders, http(s) URLs, and lists of them (.txt, .csv, .jsonl).",
            Arity = ArgumentArity.OneOrMore,
        };
        var common = new CommonOptions();
        var command = new Command("mine", "Fetch, probe, sample, score and deduplicate videos; keep the good frames as JPEG, with a record of every decision.")
        {
            inputs,
        };
        var settings = MineSettings.Options.Select(OptionOf).ToArray();
        common.AddTo(command);
        foreach (var (_, option) in settings)
        {
            command.Options.Add(option);
        }

        inputs.Validators.Add(given => RefuseUnknownOptions(given, command));
        command.SetAction(async (parsed, _) =>
        {
            var options = common.ReadMine(parsed, settings.SelectMany(s => ValueOf(parsed, s.Setting, s.Option)));
            var named = InputList.Expand(parsed.GetRequiredValue(inputs));
            return await MineSession.RunAsync(options, named, new Output(parsed.GetValue(common.Json), parsed.GetValue(common.Quiet))).ConfigureAwait(false);
        });
        return command.WithExamples(
            "reelmill mine videos/ --library out",
            "reelmill mine clip.mp4 https://host/clip.mp4 urls.txt --library out --every 2s",
            "reelmill mine videos/ --library out --keyframes --set quality.min-sharpness=80");
    }

    /// <summary>The parser takes an option that it does not know for one more input; a file may well be called so.</summary>
    private static void RefuseUnknownOptions(ArgumentResult given, Command command)
    {
        foreach (var name in given.Tokens.Select(static t => t.Value).Where(static v => v.StartsWith('-') && !Path.Exists(v)))
        {
            var near = NearestName.Of(name, command.Options.Select(static o => o.Name)) is { } nearest ? $" Did you mean '{nearest}'?" : string.Empty;
            given.AddError($"There is no option '{name}'.{near}");
        }
    }

    private static (Setting Setting, Option Option) OptionOf(Setting setting) => (setting, setting.IsSwitch
        ? new Option<bool?>($"--{setting.Key}") { Description = setting.Description, Arity = ArgumentArity.ZeroOrOne, HelpName = "true|false" }
        : new Option<string?>($"--{setting.Key}") { Description = $"{setting.Description} [default: {setting.Default}]", HelpName = setting.Syntax });

    private static IEnumerable<(string Key, string Value)> ValueOf(ParseResult parsed, Setting setting, Option option)
    {
        if (parsed.GetResult(option) is null or { Implicit: true })
        {
            return [];
        }

        return [(setting.Key, option switch
        {
            Option<bool?> flag => parsed.GetValue(flag) is false ? "false" : "true",
            _ => parsed.GetValue((Option<string?>)option)!,
        })];
    }
}
