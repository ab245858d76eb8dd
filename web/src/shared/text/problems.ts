import { both } from './language';

/** What went wrong and what to do about it, where the page knows more than the server's answer says. */
export const problems = both(
    {
        title: 'That did not work',
        unreachable: 'The server does not answer.',
        advice: {
            page_error: 'Something in this page failed; reload it. If that does not help, the server may have been updated: empty the browser’s cache.',
            unreachable: 'Check that “reelmill serve” still runs and that this machine can reach it. Nothing is lost: jobs go on by themselves.',
            queue_full: 'The queue is full. Wait until some jobs have ended, or cancel some.',
            too_many_jobs: 'This key has as many jobs as it may have. Wait until some have ended.',
            blocked_address: 'The server fetches from public addresses only. Whoever runs it can allow a network with --allow-network.',
            too_large: 'The upload is larger than the server takes. Submit a URL instead, or put the file where the server can read it.',
            forbidden: 'This key may not do that. Sign in with one that has the scope.',
            cross_origin: 'Open the page under the address that the server was started with.',
            gone: 'It has been deleted.',
            not_in_report: 'A report has room for some videos only; “reelmill serve” shows all of them.',
            job_not_found: 'It may have been deleted, or the address is not right.',
            not_terminal: 'The job is still running. Wait until it ends, or cancel it first.',
            nothing_failed: 'No item failed, so there is nothing to try again.',
            idempotency_conflict: 'This has been submitted before with other content. Close the form and start again.',
        } as Record<string, string>,
        retryAfter: (seconds: number) => `Try again in ${seconds} s.`,
    },
    {
        title: '操作没有成功',
        unreachable: '服务器没有响应。',
        advice: {
            page_error: '页面出错，请刷新。如果仍然出错，服务器可能已更新：请清除浏览器缓存。',
            unreachable: '请确认 “reelmill serve” 仍在运行，并且本机可以访问它。不会丢失任何内容：任务会自行继续。',
            queue_full: '队列已满。请等待部分任务结束，或取消一些任务。',
            too_many_jobs: '此密钥的任务数已达上限，请等待部分任务结束。',
            blocked_address: '服务器只从公网地址下载。管理员可用 --allow-network 放行某个网段。',
            too_large: '上传内容超过服务器允许的大小。请改为提交网址，或把文件放到服务器可读取的位置。',
            forbidden: '此密钥没有这项权限，请使用具有相应权限的密钥登录。',
            cross_origin: '请使用启动服务器时指定的地址打开本页面。',
            gone: '它已被删除。',
            not_in_report: '报告只收录部分视频；用 “reelmill serve” 可查看全部。',
            job_not_found: '它可能已被删除，或者地址不正确。',
            not_terminal: '任务仍在运行。请等它结束，或先取消它。',
            nothing_failed: '没有失败的条目，无需重试。',
            idempotency_conflict: '同一次提交的内容发生了变化。请关闭表单后重新提交。',
        },
        retryAfter: (seconds: number) => `请在 ${seconds} 秒后再试。`,
    },
);
