using Microsoft.Extensions.DependencyInjection;
using Reelmill.Library.Webhooks;

namespace Reelmill.Server.Webhooks;

/// <summary>Registers webhook delivery in a host.</summary>
internal static class WebhookServices
{
    /// <summary>Adds the sender; the options, a clock and an <see cref="Media.Fetching.AddressPolicy"/> must be registered already.</summary>
    public static IServiceCollection AddReelmillWebhooks(this IServiceCollection services, WebhookStore store)
    {
        services.AddSingleton(store).AddSingleton<WebhookClient>().AddSingleton<WebhookSender>();
        return services.AddHostedService(static provider => provider.GetRequiredService<WebhookSender>());
    }
}
