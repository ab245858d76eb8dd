using System.CommandLine;
using System.CommandLine.Parsing;
using Reelmill.Cli.Display;
using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Media.Fetching.Following;
using Reelmill.Pipelines;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Commands;

/// <summary>Creates the command of a pipeline: inputs, one option per setting, and the common options.</summary>
internal static class PipelineCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="settings">The settings of the pipeline.</param>
    /// <param name="description">The description of the command, in one line.</param>
    /// <param name="run">Runs the pipeline and returns the exit code.</param>
    /// <param name="expand">Expands names into inputs; null for the default: files, folders with videos, URLs and lists.</param>
    /// <param name="more">The options of the command that are not settings.</param>
    public static Command Create<TOptions>(
        PipelineSettings settings,
        string description,
        Func<PipelineCall<TOptions>, Task<int>> run,
        Func<IEnumerable<string>, IEnumerable<MediaInput>>? expand = null,
        params ReadOnlySpan<Option> more)
        where TOptions : PipelineOptions, new()
    {
        var inputs = new Argument<string[]>("INPUT")
        {
            Description = "Files, folders, http(s) URLs, and lists of them (.txt, .csv, .jsonl); - reads a list from standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var follow = new Option<bool>("--follow") { Description = "Watch folders and lists, and process new inputs until interrupted." };
        var common = new CommonOptions();
        var command = new Command(settings.Pipeline, description) { inputs, follow };
        var options = settings.Options.Select(CreateOption).ToArray();
        common.AddTo(command);
        CompleteKeys(common.Set, settings.All);
        foreach (var (_, option) in options)
        {
            command.Options.Add(option);
        }

        foreach (var option in more)
        {
            command.Options.Add(option);
        }

        inputs.Validators.Add(given => RefuseUnknownOptions(given, command, StandardInput.Name));
        command.SetAction(async (parsed, _) =>
        {
            var given = options.SelectMany(s => ReadValue(parsed, s.Setting, s.Option));
            var read = common.Read(parsed, settings, new TOptions(), given);
            var named = ExpandInputs(parsed.GetRequiredValue(inputs), parsed.GetValue(follow), expand ?? (static names => InputList.Expand(names)));
            var output = new Output(parsed.GetValue(common.Json), parsed.GetValue(common.Quiet));
            return await run(new PipelineCall<TOptions>(common.GetLibrary(parsed), read, named, output, parsed)).ConfigureAwait(false);
        });
        return command;
    }

    private static IEnumerable<MediaInput> ExpandInputs(string[] names, bool follow, Func<IEnumerable<string>, IEnumerable<MediaInput>> expand)
    {
        if (!follow)
        {
            return StandardInput.Expand(names, expand);
        }

        var missing = Array.Find(names, static n => !Path.Exists(n) && !n.Contains("://", StringComparison.Ordinal));
        return missing is null
            ? new InputFollower(expand, TimeProvider.System).FollowAsync(names).ToBlockingEnumerable()
            : throw new UsageException(missing == StandardInput.Name
                ? "--follow does not apply to '-': inputs on standard input are processed as they arrive. Leave --follow out."
                : $"--follow: '{missing}' does not exist. Create it first, or check the path.");
    }

    /// <summary>Refuses unknown options, which the parser takes for inputs, unless a file has that name.</summary>
    public static void RefuseUnknownOptions(ArgumentResult given, Command command, string? known = null)
    {
        foreach (var name in given.Tokens.Select(static t => t.Value).Where(v => v.StartsWith('-') && v != known && !Path.Exists(v)))
        {
            var suggestion = NearestName.Find(name, command.Options.Select(static o => o.Name)) is { } nearest ? $" Did you mean '{nearest}'?" : string.Empty;
            given.AddError($"There is no option '{name}'.{suggestion}");
        }
    }

    private static string FormatDefault(Setting setting) => setting.Default.Length == 0 ? string.Empty : $" [default: {setting.Default}]";

    /// <summary>Creates the command-line option of a setting.</summary>
    public static (Setting Setting, Option Option) CreateOption(Setting setting) => (setting, setting.IsSwitch
        ? new Option<bool?>(setting.Option) { Description = setting.Description, Arity = ArgumentArity.ZeroOrOne, HelpName = "true|false" }
        : new Option<string?>(setting.Option) { Description = $"{setting.Description}{FormatDefault(setting)}", HelpName = setting.Syntax });

    /// <summary>Adds shell completions for the keys of <c>--set</c>.</summary>
    public static void CompleteKeys(Option set, IEnumerable<Setting> settings) =>
        set.CompletionSources.Add([.. settings.Select(static s => $"{s.Key}=").Distinct(StringComparer.Ordinal)]);

    /// <summary>Reads the value of a setting's option; empty when the option was not given.</summary>
    public static IEnumerable<(string Key, string Value)> ReadValue(ParseResult parsed, Setting setting, Option option)
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

/// <summary>The parsed arguments of a pipeline command.</summary>
/// <param name="Library">The library's folder.</param>
/// <param name="Options">The options.</param>
/// <param name="Inputs">The inputs.</param>
/// <param name="Output">Writes results and progress.</param>
/// <param name="Parsed">The parsed command line.</param>
internal sealed record PipelineCall<TOptions>(string Library, TOptions Options, IEnumerable<MediaInput> Inputs, Output Output, ParseResult Parsed);
