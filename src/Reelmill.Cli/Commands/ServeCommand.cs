using System.CommandLine;
using System.Net;
using Reelmill.Cli.Display;
using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Settings;
using Reelmill.Server.Access;
using Reelmill.Server.Hosting;
using Reelmill.Server.Http;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill serve</c>: jobs over HTTP, and the page.</summary>
internal static class ServeCommand
{
    private const int Threads = 64;

    public static Command Create()
    {
        var library = new Option<string>("--library", "-l") { Description = "The folder of the library.", Required = true, HelpName = "DIR" };
        var host = new Option<string>("--host") { Description = "The address to listen on; another than a loopback address needs a key.", HelpName = "ADDRESS", DefaultValueFactory = static _ => "127.0.0.1" };
        var port = new Option<int>("--port") { Description = "The port to listen on; 0 for any that is free.", HelpName = "PORT", DefaultValueFactory = static _ => 8080 };
        var names = new Option<string[]>("--name") { Description = "One more name that the server answers to, such as that of a proxy before it.", HelpName = "HOST" };
        var networks = new Option<string[]>("--allow-network") { Description = "Let inputs and webhooks be in this network, although it is not public.", HelpName = "CIDR" };
        var jobs = new Option<int>("--jobs") { Description = "How many jobs run at once.", HelpName = "NUMBER", DefaultValueFactory = static _ => 8 };
        var keep = new Option<string>("--keep-jobs") { Description = "How long ended jobs are kept.", HelpName = "DURATION", DefaultValueFactory = static _ => "30d" };
        var upload = new Option<string>("--max-upload") { Description = "Refuse uploads that are larger.", HelpName = "SIZE", DefaultValueFactory = static _ => "8GiB" };
        var uploads = new Option<string>("--keep-uploads") { Description = "Remove the oldest uploads of ended jobs when all are larger together.", HelpName = "SIZE", DefaultValueFactory = static _ => "100GiB" };
        var free = new Option<string?>("--min-free") { Description = "Refuse uploads while the library's disk has less space [default: 5 % of it, at most 1GiB].", HelpName = "SIZE" };
        var page = new Option<string?>("--page") { Description = "The folder of the page; 'web' beside the program when not given.", HelpName = "DIR" };
        var command = new Command("serve", "Take jobs over HTTP, run them, and show everything on a page.") { library, host, port, names, networks, jobs, keep, upload, uploads, free, page };
        command.SetAction((parsed, _) => RunAsync(Paged(parsed.GetValue(page), new ServerOptions
        {
            Library = Path.GetFullPath(parsed.GetRequiredValue(library)),
            Host = parsed.GetRequiredValue(host),
            Port = parsed.GetValue(port),
            Token = TakeToken(),
            Names = parsed.GetValue(names) ?? [],
            AllowedNetworks = [.. (parsed.GetValue(networks) ?? []).Select(NetworkOf)],
            Jobs = parsed.GetValue(jobs),
            KeepJobs = SettingValue.Duration("--keep-jobs", parsed.GetRequiredValue(keep), "0s", "36500d"),
            MaxUploadBytes = SettingValue.Size("--max-upload", parsed.GetRequiredValue(upload), "1B", "1024TiB"),
            KeepUploadBytes = SettingValue.Size("--keep-uploads", parsed.GetRequiredValue(uploads), "0B", "1024TiB"),
            MinFreeBytes = parsed.GetValue(free) is { } size ? SettingValue.Size("--min-free", size, "0B", "1024TiB") : null,
        })));
        return command.WithExamples(
            "reelmill serve --library out",
            "reelmill serve --library out --host 0.0.0.0 --port 80 --name media.example.org",
            "reelmill serve --library out --allow-network 10.0.0.0/8");
    }

    private static ServerOptions Paged(string? page, ServerOptions options) => page is null ? options : options with { Page = Path.GetFullPath(page) };

    private static async Task<int> RunAsync(ServerOptions options)
    {
        // Writes to the disk hold a thread each: requests must not wait for the pool to notice, which takes it half a second.
        ThreadPool.SetMinThreads(Threads, Threads);
        FileModes.MatchLibrary(options.Library);
        var hungUp = new CancellationSwitch();
        using var signal = HangUp.Handle(context =>
        {
            context.Cancel = true;
            hungUp.Cancel();
        });
        var space = new DiskSpaceWait(options.Library, static pause => Console.Error.WriteLine(pause.Text), "Ctrl-C ends the server.", TimeProvider.System, CancellationToken.None, CancellationToken.None);
        var server = await space.RepeatAsync(() => ServerHost.StartAsync(options, CancellationToken.None)).ConfigureAwait(false);
        await using var _ = server.ConfigureAwait(false);
        Console.Error.WriteLine($"Serving {options.Library} at {string.Join(", ", server.Addresses)}");
        if (server.Token is { } token)
        {
            // The one line that shows the token.
            await Terminal.RawError.WriteLineAsync($"Open {server.Addresses.First()}/?token={Uri.EscapeDataString(token)}").ConfigureAwait(false);
        }

        if (!File.Exists(Path.Combine(options.Page, "index.html")))
        {
            Console.Error.WriteLine("The page is not built, so that only the API is served. './run serve' builds it when Node.js 18 or later is there.");
        }

        await server.RunAsync(hungUp.Token).ConfigureAwait(false);
        return ExitCode.Done;
    }

    // Out of the environment with it: the programs that jobs start have no use for it.
    private static string? TakeToken()
    {
        var token = Environment.GetEnvironmentVariable(ServerToken.Variable);
        Environment.SetEnvironmentVariable(ServerToken.Variable, null);
        return string.IsNullOrEmpty(token) ? null : token;
    }

    private static IPNetwork NetworkOf(string text) => IPNetwork.TryParse(text, out var network)
        ? network
        : throw new UsageException($"--allow-network: '{text}' is no network such as 10.0.0.0/8 or fd00::/8.");
}
