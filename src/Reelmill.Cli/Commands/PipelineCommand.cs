using System.CommandLine;
using System.CommandLine.Parsing;
using Reelmill.Cli.Display;
using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Media.Fetching.Following;
using Reelmill.Pipelines;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Commands;

/// <summary>The command of a pipeline: inputs, the options that its settings have, and what every command has.</summary>
internal static class PipelineCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="settings">The keys of the pipeline.</param>
    /// <param name="description">What it does, in a line.</param>
    /// <param name="run">Runs it; gives the exit code.</param>
    /// <param name="expand">Turns what is named into inputs; null for files, folders with videos, URLs and lists.</param>
    /// <param name="more">Options of the command that are no keys.</param>
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
        var follow = new Option<bool>("--follow") { Description = "Watch folders and lists, and take what comes until it is stopped." };
        var common = new CommonOptions();
        var command = new Command(settings.Pipeline, description) { inputs, follow };
        var options = settings.Options.Select(OptionOf).ToArray();
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
            var given = options.SelectMany(s => ValueOf(parsed, s.Setting, s.Option));
            var read = common.Read(parsed, settings, new TOptions(), given);
            var named = InputsOf(parsed.GetRequiredValue(inputs), parsed.GetValue(follow), expand ?? (static names => InputList.Expand(names)));
            var output = new Output(parsed.GetValue(common.Json), parsed.GetValue(common.Quiet));
            return await run(new PipelineCall<TOptions>(common.LibraryOf(parsed), read, named, output, parsed)).ConfigureAwait(false);
        });
        return command;
    }

    private static IEnumerable<MediaInput> InputsOf(string[] names, bool follow, Func<IEnumerable<string>, IEnumerable<MediaInput>> expand)
    {
        if (!follow)
        {
            return StandardInput.Expand(names, expand);
        }

        var unknown = Array.Find(names, static n => !Path.Exists(n) && !n.Contains("://", StringComparison.Ordinal));
        return unknown is null
            ? new InputFollower(expand, TimeProvider.System).FollowAsync(names).ToBlockingEnumerable()
            : throw new UsageException(unknown == StandardInput.Name
                ? "--follow watches files; what another program writes to '-' is taken as it comes without it."
                : $"--follow: there is no '{unknown}'. Make it first, or check the path.");
    }

    /// <summary>The parser takes an option that it does not know for one more input; a file may well be called so.</summary>
    public static void RefuseUnknownOptions(ArgumentResult given, Command command, string? known = null)
    {
        foreach (var name in given.Tokens.Select(static t => t.Value).Where(v => v.StartsWith('-') && v != known && !Path.Exists(v)))
        {
            var near = NearestName.Find(name, command.Options.Select(static o => o.Name)) is { } nearest ? $" Did you mean '{nearest}'?" : string.Empty;
            given.AddError($"There is no option '{name}'.{near}");
        }
    }

    private static string DefaultOf(Setting setting) => setting.Default.Length == 0 ? string.Empty : $" [default: {setting.Default}]";

    /// <summary>The command line option of a key.</summary>
    public static (Setting Setting, Option Option) OptionOf(Setting setting) => (setting, setting.IsSwitch
        ? new Option<bool?>(setting.Option) { Description = setting.Description, Arity = ArgumentArity.ZeroOrOne, HelpName = "true|false" }
        : new Option<string?>(setting.Option) { Description = $"{setting.Description}{DefaultOf(setting)}", HelpName = setting.Syntax });

    /// <summary>Lets shells complete the keys of <c>--set</c>.</summary>
    public static void CompleteKeys(Option set, IEnumerable<Setting> settings) =>
        set.CompletionSources.Add([.. settings.Select(static s => $"{s.Key}=").Distinct(StringComparer.Ordinal)]);

    /// <summary>What the command line says for a key; nothing when its option was not given.</summary>
    public static IEnumerable<(string Key, string Value)> ValueOf(ParseResult parsed, Setting setting, Option option)
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

/// <summary>What a user asks of a pipeline.</summary>
/// <param name="Library">The library's folder.</param>
/// <param name="Options">The options.</param>
/// <param name="Inputs">The inputs.</param>
/// <param name="Output">Where to write.</param>
/// <param name="Parsed">The whole command line.</param>
internal sealed record PipelineCall<TOptions>(string Library, TOptions Options, IEnumerable<MediaInput> Inputs, Output Output, ParseResult Parsed);
